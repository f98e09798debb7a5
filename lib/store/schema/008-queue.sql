-- What waits for an approver, among a million questions that wait for managers.
CREATE INDEX question_approval ON question(opened_at) WHERE state = 'open' AND (kind = 'inactive' OR kind = 'offboard' OR kind = 'reinstate' OR kind = 'extend' OR kind = 'provision');
