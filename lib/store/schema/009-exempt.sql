-- Who is exempt from the question for inactivity, among a million who are not.
CREATE INDEX contractor_exempt ON contractor(exempt_on) WHERE exempt_on IS NOT NULL;
