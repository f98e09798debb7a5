#!/bin/sh
# make pictures: those of README.md, of an office at work, into doc/pictures.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"
# shellcheck source=tests/peer/busy.sh
. "$top/tests/peer/busy.sh"
# shellcheck source=tests/peer/desk.sh
. "$top/tests/peer/desk.sh"
portal_roles >>"$CTR_ETC/acme.conf"
busy_office || not_ok 'an office at work'
desk_start
mkdir -p "$top/doc/pictures"
left=$(q "SELECT id FROM contractor WHERE status = 'offboarded'")
status_is 'the pictures' 0 desk_node portal_shots.js "$top/doc/pictures" \
    "$URL" ad@corp.example.test pw \
    '' overview 1280 light \
    /people contractors 1280 light \
    "/people/$left" person 1280 dark \
    /templates/mail/t-30 template 1280 light
finish
