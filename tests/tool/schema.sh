#!/bin/sh
# What the schema must allow and refuse, whoever writes.  TAP.  sqlite3 shell, foreign keys OFF on purpose
# for the P1 rows: the triggers alone must hold.
D=${TMPDIR:-/tmp}/schema-test.$$.db; trap 'rm -f "$D"' EXIT; n=0 bad=0
here=$(dirname "$0")
cat "$here"/../../lib/store/schema/*.sql | sqlite3 -bail "$D" || exit 1
q() { sqlite3 -bail "$D" "$1" 2>&1; }
yes() { n=$((n+1)); if o=$(q "$2"); then echo "ok $n - $1"; else echo "not ok $n - $1: $o"; bad=1; fi; }
no() { n=$((n+1)); if o=$(q "$2"); then echo "not ok $n - refused: $1"; bad=1; else case $o in *"$3"*) echo "ok $n - refused: $1 ($o)";; *) echo "not ok $n - $1: other error: $o"; bad=1;; esac; fi; }
H="zeroblob(32)" S="zeroblob(16)" P="zeroblob(64)"
ev() { echo "INSERT INTO evidence(seq,at,actor,action,subject,detail_hash,hash,salt,detail) VALUES($1,$2,'$3','$4','$5',$H,$H,$S,'{}');"; }
yes "a contractor" "INSERT INTO contractor(id,upn,upn_key,origin,status,created_at,changed_at) VALUES(1,'A@x.test','a@x.test','roster','active',1,1),(2,'b@x.test','b@x.test','roster','active',1,1)"
no  "one upn twice" "INSERT INTO contractor(upn,upn_key,origin,status,created_at,changed_at) VALUES('a@X.test','a@x.test','roster','active',1,1)" UNIQUE
no  "an impossible date" "UPDATE contractor SET contract_end='2026-02-30' WHERE id=1" CHECK
no  "a date with words" "UPDATE contractor SET contract_end='tomorrow' WHERE id=1" CHECK
no  "end before start" "UPDATE contractor SET contract_start='2026-03-02', contract_end='2026-03-01' WHERE id=1" CHECK
yes "a leap day" "UPDATE contractor SET contract_end='2028-02-29', next_check_on='2027-01-01' WHERE id=1"
no  "born offboarded" "INSERT INTO contractor(upn,upn_key,origin,status,created_at,changed_at) VALUES('c@x.test','c@x.test','roster','offboarded',1,1)" CHECK
no  "offboarding out of nothing" "UPDATE contractor SET status='offboarding' WHERE id=1" CHECK
no  "offboarding by a departure that is not there" "UPDATE contractor SET status='offboarding', was='active', departure=99 WHERE id=1" "needs a departure"
no  "offboarded out of nothing" "UPDATE contractor SET status='offboarded', departure=99 WHERE id=1" "departure"
no  "a deleted contractor" "DELETE FROM contractor WHERE id=2" "erased"
yes "a question, its ask" "INSERT INTO question(id,contractor,engagement,kind,period,wording,nonce,state,opened_at,expires_at,next_on) VALUES(1,1,1,'monthly','2026-11','heartbeat',$S,'open',1,9,'2026-11-25'); INSERT INTO ask(id,question,level,reviewer_key) VALUES(1,1,0,'m@x.test'),(2,1,1,'mm@x.test')"
no  "the same question twice" "INSERT INTO question(contractor,engagement,kind,period,wording,nonce,state,opened_at,expires_at,next_on) VALUES(1,1,'monthly','2026-11','heartbeat',$S,'open',1,9,'2026-11-25')" UNIQUE
no  "a departure without a decision" "INSERT INTO job(contractor,kind,decision,second,state,due_at,made_at) VALUES(1,'offboard',1,0,'due',1,1)" "no decision"
no  "a decision without evidence" "INSERT INTO decision(id,contractor,question,ask,answer,actor_kind,known_by,decided_at,evidence) VALUES(1,1,1,1,'attest','reviewer','link',5,1)" "needs its evidence"
no  "a decision of a clock" "$(ev 1 5 tool/ctr-cadence decision contractor/1) INSERT INTO decision(contractor,answer,actor_kind,known_by,decided_at,evidence) VALUES(1,'offboard_now','tool','shell',5,1)" CHECK
q "DELETE FROM evidence" >/dev/null # nothing: the insert above was its own transaction
last=$(q "SELECT coalesce(max(seq),0) FROM evidence")
s1=$((last+1)); s2=$((last+2)); s3=$((last+3)); s4=$((last+4)); s5=$((last+5)); s6=$((last+6)); s7=$((last+7))
yes "attest by link" "BEGIN; $(ev $s1 6 ask/1 decision contractor/1) INSERT INTO decision(id,contractor,question,ask,answer,actor_kind,known_by,proof,decided_at,evidence) VALUES(1,1,1,1,'attest','reviewer','link',$P,6,$s1); UPDATE question SET state='answered', decision=1 WHERE id=1; COMMIT"
no  "a second attest" "BEGIN; $(ev $s2 7 ask/2 decision contractor/1) INSERT INTO decision(id,contractor,question,ask,answer,actor_kind,known_by,decided_at,evidence) VALUES(2,1,1,2,'attest','reviewer','link',7,$s2); COMMIT" "not open"
yes "an offboard after it is never too late (rolled back)" "BEGIN; $(ev $s2 7 ask/2 decision contractor/1) INSERT INTO decision(id,contractor,question,ask,answer,actor_kind,known_by,proof,decided_at,evidence) VALUES(2,1,1,2,'offboard_now','reviewer','link',$P,7,$s2); ROLLBACK"
no  "a second answer to it, unsigned" "BEGIN; $(ev $s2 7 ask/2 decision contractor/1) INSERT INTO decision(id,contractor,question,ask,answer,actor_kind,known_by,decided_at,evidence) VALUES(2,1,1,2,'offboard_now','reviewer','link',7,$s2); COMMIT" CHECK
no  "a departure from an attest" "INSERT INTO job(contractor,kind,decision,second,state,due_at,made_at) VALUES(1,'offboard',1,0,'due',1,1)" "no decision"
no  "a changed decision" "UPDATE decision SET answer='offboard_now' WHERE id=1" append-only
no  "a reason taken away" "UPDATE decision SET reason=NULL WHERE id=1" append-only
for c in rowid oid _rowid_ $(q "SELECT name FROM pragma_table_info('decision') WHERE name <> 'reason'"); do
	no "another $c of a decision" "UPDATE decision SET $c=coalesce($c,7) WHERE id=1" append-only
done
no  "a replaced decision (recursive_triggers off)" "INSERT OR REPLACE INTO decision(id,contractor,answer,actor_kind,known_by,decided_at,evidence) VALUES(1,1,'offboard_now','operator','shell',6,$s1)" append-only
no  "a deleted decision" "DELETE FROM decision" append-only
no  "an answer with consequences and no signature" "BEGIN; $(ev $s2 7 operator/alice decision contractor/2) INSERT INTO decision(contractor,answer,actor_kind,known_by,decided_at,evidence) VALUES(2,'offboard_now','operator','shell',7,$s2); COMMIT" CHECK
no  "two open attestations about one contractor" "INSERT INTO question(contractor,engagement,kind,period,wording,nonce,state,opened_at,expires_at,next_on) VALUES(1,1,'monthly','2026-12','heartbeat',$S,'open',1,9,'2026-11-25'),(1,1,'anchor','2026-12-20/7','t-7',$S,'open',1,9,'2026-11-25')" UNIQUE
yes "suspended at the end by policy" "INSERT INTO job(id,contractor,kind,rule,second,state,due_at,made_at) VALUES(50,2,'suspend','at_end',0,'due',1,1); UPDATE job SET state='done', done_at=2 WHERE id=50; UPDATE contractor SET status='suspended' WHERE id=2; UPDATE contractor SET status='active' WHERE id=2"
no  "lifted at the end by policy" "INSERT INTO job(contractor,kind,rule,second,state,due_at,made_at) VALUES(2,'lift','at_end',0,'due',1,1)" CHECK
no  "offboarded while waiting, by policy" "INSERT INTO job(contractor,kind,rule,second,state,due_at,made_at) VALUES(2,'offboard','waiting',0,'due',1,1)" CHECK
yes "an expiry that follows the last day by policy" "INSERT INTO job(contractor,kind,rule,second,state,due_at,made_at) VALUES(2,'extend','write_expiry',0,'due',1,1)"
no  "a departure that follows the last day by policy" "INSERT INTO job(contractor,kind,rule,second,state,due_at,made_at) VALUES(2,'offboard','write_expiry',0,'due',1,1)" CHECK
no  "a suspension by the policy of expiries" "INSERT INTO job(contractor,kind,rule,second,state,due_at,made_at) VALUES(2,'suspend','write_expiry',0,'due',1,1)" CHECK
no  "an extension by the policy of the end" "INSERT INTO job(contractor,kind,rule,second,state,due_at,made_at) VALUES(1,'extend','at_end',0,'due',1,1)" CHECK
no  "offboarded at the end by policy" "INSERT INTO job(contractor,kind,rule,second,state,due_at,made_at) VALUES(2,'offboard','at_end',0,'due',1,1)" CHECK
no  "a contractor without upn who is active" "INSERT INTO contractor(worker_id,origin,status,created_at,changed_at) VALUES('W1','portal','active',1,1)" CHECK
yes "a newcomer without upn" "INSERT INTO contractor(id,worker_id,origin,status,created_at,changed_at) VALUES(3,'W1','portal','candidate',1,1)"
yes "missing and suspended remember where from" "UPDATE contractor SET status='suspended' WHERE id=2; UPDATE contractor SET status='pending_review', was='suspended', missing_on='2026-11-20' WHERE id=2; UPDATE contractor SET status=was, was=NULL, missing_on=NULL WHERE id=2; UPDATE contractor SET status='active' WHERE id=2"
yes "another question" "INSERT INTO question(id,contractor,engagement,kind,period,wording,nonce,state,opened_at,expires_at,next_on) VALUES(2,1,1,'anchor','2026-12-20/30','t-30',$S,'open',1,9,'2026-11-25'); INSERT INTO ask(id,question,level,reviewer_key) VALUES(3,2,0,'m@x.test')"
yes "an older link answers the question open now (rolled back)" "BEGIN; $(ev $s2 8 ask/1 decision contractor/1) INSERT INTO decision(contractor,question,ask,answer,actor_kind,known_by,proof,decided_at,evidence) VALUES(1,2,1,'offboard_now','reviewer','link',$P,8,$s2); ROLLBACK"
no  "an answer about someone else" "BEGIN; $(ev $s2 8 ask/3 decision contractor/2) INSERT INTO decision(contractor,question,ask,answer,actor_kind,known_by,decided_at,evidence) VALUES(2,2,3,'offboard_now','reviewer','link',8,$s2); COMMIT" "not"
yes "offboard: decision, departure, status in one transaction" "BEGIN; $(ev $s2 8 ask/3 decision contractor/1) INSERT INTO decision(id,contractor,question,ask,answer,actor_kind,known_by,proof,decided_at,evidence) VALUES(3,1,2,3,'offboard_now','reviewer','link',$P,8,$s2); UPDATE question SET state='answered', decision=3 WHERE id=2; INSERT INTO job(id,contractor,kind,decision,second,state,due_at,made_at) VALUES(1,1,'offboard',3,1,'waiting',908,8); COMMIT"
no  "the same departure twice" "INSERT INTO job(contractor,kind,decision,second,state,due_at,made_at) VALUES(1,'offboard',3,0,'due',1,1)" "already"
no  "offboarding while it waits for the approver" "UPDATE contractor SET status='offboarding', was='active', departure=1 WHERE id=1" "needs a departure"
no  "due without the approver" "UPDATE job SET state='due' WHERE id=1" CHECK
no  "approved by a reviewer's answer" "UPDATE job SET approval=3 WHERE id=1" "no approver"
no  "a manager's link as the approver's" "BEGIN; INSERT INTO question(id,contractor,engagement,kind,period,wording,nonce,state,opened_at,expires_at,next_on) VALUES(9,1,1,'offboard','job/9','approval',$S,'open',8,9,'2026-11-25'); $(ev $s3 9 ask/3 decision contractor/1) INSERT INTO decision(contractor,question,ask,answer,actor_kind,known_by,decided_at,evidence) VALUES(1,9,3,'approve','approver','link',9,$s3); COMMIT" "was not asked"
yes "the approver's click" "BEGIN; INSERT INTO question(id,contractor,engagement,kind,period,wording,nonce,state,opened_at,expires_at,next_on) VALUES(3,1,1,'offboard','job/1','approval',$S,'open',8,9,'2026-11-25'); INSERT INTO ask(id,question,level,reviewer_key) VALUES(4,3,0,'hr@x.test'); $(ev $s3 9 ask/4 decision contractor/1) INSERT INTO decision(id,contractor,question,ask,answer,actor_kind,known_by,decided_at,evidence) VALUES(4,1,3,4,'approve','approver','link',9,$s3); UPDATE question SET state='answered', decision=4 WHERE id=3; UPDATE job SET approval=4, state='due' WHERE id=1; COMMIT"
yes "it starts" "UPDATE contractor SET status='offboarding', was='active', departure=1 WHERE id=1"
yes "steps" "INSERT INTO account(id,contractor,connector,remote_id,login,state,changed_at) VALUES(1,1,'ad','00','a','enabled',1); INSERT INTO step(id,job,account,nth,op,state) VALUES(1,1,1,1,'disable','todo'),(2,1,1,2,'revoke_groups','todo')"
no  "doing without before" "UPDATE step SET state='doing' WHERE id=1" CHECK
no  "done without a read-back" "UPDATE step SET state='done', before='{}' WHERE id=1" CHECK
no  "done with steps left" "UPDATE job SET state='done', done_at=10 WHERE id=1" "steps are left"
yes "a step begins" "UPDATE step SET state='doing', before='{}' WHERE id=1"
no  "an undo after it began" "BEGIN; $(ev $((s3+1)) 9 ask/3 decision contractor/1) INSERT INTO decision(contractor,question,ask,answer,actor_kind,known_by,undoes,decided_at,evidence) VALUES(1,2,3,'undo','reviewer','link',3,9,$((s3+1))); COMMIT" "too late"
no  "offboarded with steps left" "UPDATE contractor SET status='offboarded', was=NULL WHERE id=1" "finished departure"
no  "a job for another contractor after all" "UPDATE job SET contractor=2 WHERE id=1" "does not change"
yes "all done" "UPDATE step SET state='done', before='{}', after='{}'; UPDATE job SET state='done', done_at=10 WHERE id=1; UPDATE contractor SET status='offboarded', was=NULL WHERE id=1"
yes "rehire" "UPDATE contractor SET status='candidate', departure=NULL WHERE id=1; UPDATE contractor SET status='active' WHERE id=1"
yes "a new engagement" "UPDATE contractor SET engagement=2 WHERE id=1"
no  "an old engagement's link offboards the rehired" "BEGIN; $(ev $s4 19 ask/3 decision contractor/1) INSERT INTO decision(contractor,question,ask,answer,actor_kind,known_by,proof,decided_at,evidence) VALUES(1,2,3,'offboard_now','reviewer','link',$P,19,$s4); COMMIT" "not"
no  "a departure of someone else as his" "UPDATE contractor SET status='offboarding', was='active', departure=1 WHERE id=2" "needs a departure"
yes "an operator's decision" "BEGIN; $(ev $s4 20 operator/alice decision contractor/2) INSERT INTO decision(id,contractor,answer,actor_kind,known_by,proof,decided_at,evidence) VALUES(5,2,'offboard_now','operator','shell',$P,20,$s4); COMMIT"
no  "a departure of someone else by this decision" "INSERT INTO job(contractor,kind,decision,second,state,due_at,made_at) VALUES(1,'offboard',5,0,'due',1,1)" "no decision"
no  "a suspension by this decision" "INSERT INTO job(contractor,kind,decision,second,state,due_at,made_at) VALUES(2,'suspend',5,0,'due',1,1)" "no decision"
no  "a job born done" "INSERT INTO job(contractor,kind,decision,second,state,due_at,made_at,done_at) VALUES(2,'offboard',5,0,'done',1,1,1)" "no decision"
yes "its departure, then its undo" "BEGIN; INSERT INTO job(id,contractor,kind,decision,second,state,due_at,made_at) VALUES(2,2,'offboard',5,0,'due',920,20); UPDATE contractor SET status='offboarding', was='active', departure=2 WHERE id=2; COMMIT; BEGIN; $(ev $s5 21 operator/alice decision contractor/2) INSERT INTO decision(id,contractor,answer,actor_kind,known_by,undoes,decided_at,evidence) VALUES(6,2,'undo','operator','shell',5,21,$s5); UPDATE job SET state='undone' WHERE id=2; UPDATE contractor SET status=was, was=NULL, departure=NULL WHERE id=2; COMMIT"
no  "carried out after the undo" "UPDATE job SET state='due' WHERE id=2" "taken back"
yes "another decision, undone before it had a job" "BEGIN; $(ev $s6 22 operator/alice decision contractor/2) INSERT INTO decision(id,contractor,answer,actor_kind,known_by,proof,decided_at,evidence) VALUES(7,2,'offboard_now','operator','shell',$P,22,$s6); COMMIT; BEGIN; $(ev $s7 23 operator/alice decision contractor/2) INSERT INTO decision(id,contractor,answer,actor_kind,known_by,undoes,decided_at,evidence) VALUES(8,2,'undo','operator','shell',7,23,$s7); COMMIT"
no  "a new job from an undone decision" "INSERT INTO job(contractor,kind,decision,second,state,due_at,made_at) VALUES(2,'offboard',7,0,'due',1,1)" "no decision"
no  "a finished job again" "UPDATE job SET state='held', done_at=NULL WHERE id=1" "stays finished"
no  "changed evidence" "UPDATE evidence SET subject='contractor/9' WHERE seq=$s1" append-only
for c in rowid oid _rowid_ $(q "SELECT name FROM pragma_table_info('evidence') WHERE name NOT IN ('detail','salt')"); do
	no "another $c of evidence" "UPDATE evidence SET $c=$c WHERE seq=$s1" append-only
done
no  "another salt" "UPDATE evidence SET salt=$S WHERE seq=$s1" append-only
no  "changed detail" "UPDATE evidence SET detail='{\"a\":1}' WHERE seq=$s1" "only a detail can be erased"
no  "removed evidence" "DELETE FROM evidence WHERE seq=$s1" "archive it first"
no  "replaced evidence (recursive_triggers off)" "INSERT OR REPLACE INTO evidence(seq,at,actor,action,subject,detail_hash,hash) VALUES($s1,1,'x','y','z',$H,$H)" "no gaps"
no  "a gap" "INSERT INTO evidence(seq,at,actor,action,subject,detail_hash,hash) VALUES(99,1,'x','y','z',$H,$H)" "no gaps"
yes "an erased detail" "UPDATE evidence SET detail=NULL, salt=NULL WHERE seq=$s1"
no  "a name as actor" "INSERT INTO evidence(seq,at,actor,action,subject,detail_hash,hash) VALUES($((s7+1)),1,'Jane Doe','y','z',$H,$H)" CHECK
yes "archive and remove" "INSERT INTO checkpoint(seq,at,hash,key_id,signature,archived_at) VALUES($s2,30,$H,'k1',zeroblob(64),30); DELETE FROM evidence WHERE seq <= $s2"
no  "more than was archived" "DELETE FROM evidence WHERE seq <= $s3" "archive it first"
yes "a new contract end makes the cadence look again" "UPDATE contractor SET next_check_on='2027-01-01' WHERE id=2; UPDATE contractor SET contract_end='2027-06-30' WHERE id=2"
equal() { n=$((n+1)); if [ "$2" = "$3" ]; then echo "ok $n - $1"; else echo "not ok $n - $1: $2"; bad=1; fi; }
equal "and it shows" "$(q "SELECT next_check_on FROM contractor WHERE id=2")" 0001-01-01
equal "sound" "$(q "PRAGMA integrity_check; PRAGMA foreign_key_check")" ok
echo "1..$n"; exit $bad
