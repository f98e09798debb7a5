# ctr: one Makefile, no recursion, objects in build/.  The lists are the
# architecture: what a program links says what it can do.

VERSION = 0.1.0
PREFIX ?= /usr/local
SYSCONFDIR ?= /etc
LOCALSTATEDIR ?= /var
BINDIR = $(PREFIX)/bin
LIBEXECDIR = $(PREFIX)/libexec/ctr
CGIDIR = $(PREFIX)/lib/ctr/cgi-bin
SHAREDIR = $(PREFIX)/share/ctr
MANDIR = $(PREFIX)/share/man

# B is where a build goes; a second one (make asan) has its own.
B ?= build
CC ?= gcc
AR ?= ar
PKG_CONFIG ?= pkg-config
OPT ?= -O2
WARN = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wpointer-arith -Wwrite-strings -Wformat=2 -Wvla -Wundef
HARDEN = -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
CFLAGS ?= -g $(OPT) $(HARDEN)
LDFLAGS ?= -pie -Wl,-z,relro,-z,now
SANITIZE ?=
PATHS = -DCTR_VERSION='"$(VERSION)"' \
	-DCTR_VAR_DIR='"$(LOCALSTATEDIR)/lib/ctr"' \
	-DCTR_ETC_DIR='"$(SYSCONFDIR)/ctr"' \
	-DCTR_RUN_DIR='"/run/ctr"' \
	-DCTR_CONNECT_DIR='"$(LIBEXECDIR)"' \
	-DCTR_SHARE_DIR='"$(SHAREDIR)"'
ALL_CFLAGS = -std=c11 -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 \
	-D_FILE_OFFSET_BITS=64 -Ilib -I$(B)/gen $(WARN) $(CFLAGS) $(SANITIZE)

# The rooms, lowest floor first: an include goes down, never up.
ROOMS = base store domain act connect web
LIB_SRC = $(sort $(foreach r,$(ROOMS),$(wildcard lib/$(r)/*.c)))
LIB_OBJ = $(LIB_SRC:%.c=$(B)/%.o)
LIB = $(B)/libctr.a

# Programs, and what each links beyond libctr.a.
CORE = -lsqlite3 -lsodium -lnettle -lunistring
SHOW = -lsmartcols
PROGRAMS = $(sort $(patsubst bin/%.c,%,$(wildcard bin/*.c)))
LIBS_ctr-api-cgi = $(CORE) $(SHOW) -lcsv -ljansson
LIBS_ctr-backup = $(CORE) $(SHOW)
LIBS_ctr-bounce = $(CORE) $(SHOW)
LIBS_ctr-cadence = $(CORE) $(SHOW)
LIBS_ctr-chat = $(CORE) $(SHOW) -lcurl -ljansson
LIBS_ctr-chat-cgi = $(CORE) $(SHOW) -ljansson
LIBS_ctr-check-connector = $(CORE) -ljansson $(SHOW)
LIBS_ctr-connect-ad = -lsodium -lunistring -ljansson -lldap -llber
LIBS_ctr-connect-entra = -lsodium -lnettle -lunistring -ljansson -lcurl -lcrypto
LIBS_ctr-connect-okta = -lsodium -lunistring -ljansson -lcurl -lcrypto
LIBS_ctr-connect-scim = -lsodium -lunistring -ljansson -lcurl
LIBS_ctr-each = $(CORE)
LIBS_ctr-edit = $(CORE) $(SHOW)
LIBS_ctr-erase = $(CORE) $(SHOW)
LIBS_ctr-evidence = $(CORE) $(SHOW)
LIBS_ctr-inactive = $(CORE) $(SHOW) -ljansson
LIBS_ctr-ingest = $(CORE) $(SHOW) -lcsv -ljansson -lcurl -lexpat
LIBS_ctr-init = $(CORE) $(SHOW)
LIBS_ctr-key = $(CORE) $(SHOW)
LIBS_ctr-list = $(CORE) $(SHOW)
LIBS_ctr-mail = $(CORE) $(SHOW) -lcurl
LIBS_ctr-offboard = $(CORE) $(SHOW) -ljansson
LIBS_ctr-policy = $(CORE) $(SHOW)
LIBS_ctr-portal-cgi = $(CORE) $(SHOW) -lcsv -ljansson
LIBS_ctr-provision = $(CORE) $(SHOW) -lcsv -ljansson
LIBS_ctr-review = $(CORE) $(SHOW)
LIBS_ctr-status = $(CORE) $(SHOW)
LIBS_ctr-sync = $(CORE) $(SHOW) -ljansson
LIBS_ctr-template = $(CORE) $(SHOW)
# A process per click: with all libraries inside it starts in half the time.
# The price: an update of one reaches it with the next make install.  The
# warnings would be about getpwuid and dlopen, which it never calls.
LIBS_ctr-token-cgi = $(if $(SANITIZE),$(CORE),-static-pie -Wl,--no-warnings \
	-Wl,-z,pack-relative-relocs \
	-l:libsqlite3.a -l:libsodium.a -l:libnettle.a -l:libunistring.a -lm)

# Objects stay, also those that make thinks are in between.
.SECONDARY:
.PHONY: all clean
all: $(PROGRAMS:%=$(B)/bin/%) $(B)/bin/ctr-sync-ad

$(B)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(if $(filter lib/base/tenant.c lib/base/opt.c lib/web/portal_page.c lib/web/report_page.c,$<),$(PATHS)) \
		-MMD -MP -c -o $@ $<

# A fresh archive each time: ar on an old one keeps dead objects.
$(LIB): $(LIB_OBJ)
	@rm -f $@
	$(AR) rcs $@ $(LIB_OBJ)

# The linker writes here and there in its output, which the kernel then keeps in
# single pages; a copy, as make install leaves one, lies in longer runs, and a
# process that starts from it has less to map.
$(B)/bin/%: $(B)/bin/%.o $(LIB)
	$(CC) $(if $(findstring -static-pie,$(LIBS_$*)),$(filter-out -pie,$(LDFLAGS)),$(LDFLAGS)) $(SANITIZE) -o $@.ld $< $(LIB) $(LIBS_$*)
	@cp $@.ld $@.new && mv $@.new $@ && rm $@.ld

# One program under two names: which one it was called by decides.
$(B)/bin/ctr-sync-ad: $(B)/bin/ctr-sync
	ln -sf ctr-sync $@

# The schema steps, as C strings.  Comments stay here: what SQLite keeps of a
# step it reads again at each start of each program.
SCHEMA = $(sort $(wildcard lib/store/schema/*.sql))
$(B)/gen/schema.inc: $(SCHEMA) Makefile
	@mkdir -p $(@D)
	for f in $(SCHEMA); do printf '{ "%s",\n' "$${f##*/}"; \
		sed -e 's/[[:space:]]*--.*$$//' -e '/^$$/d' \
			-e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/"/' -e 's/$$/\\n"/' $$f; \
		printf '},\n'; done > $@.tmp
	mv $@.tmp $@
$(B)/lib/store/upgrade.o: $(B)/gen/schema.inc

# Unit tests: one program per tests/unit/NAME.c, cmocka.
UNITS = $(sort $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/*.c)))
UNIT_LIBS = $(CORE) $(SHOW) -lcsv -ljansson -lcurl -lexpat -lldap -llber -lcrypto -lcmocka
$(B)/tests/unit/%: $(B)/tests/unit/%.o $(LIB)
	$(CC) $(LDFLAGS) $(SANITIZE) -o $@ $< $(LIB) $(UNIT_LIBS)

.PHONY: unit
unit: $(UNITS:%=$(B)/tests/unit/%)
	@for t in $(UNITS); do echo "# $$t"; $(B)/tests/unit/$$t || exit 1; done

# Whole programs: TAP scripts, each in a sandbox of its own.
.PHONY: tool
tool: all
	@B=$(abspath $(B)) sh tests/run.sh $(sort $(wildcard tests/tool/*.sh))

# Hostile input, with clang: make fuzz FUZZ_SECONDS=3600
FUZZ_SECONDS ?= 20
FUZZERS = $(sort $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c)))
.PHONY: fuzz
fuzz:
	@$(MAKE) --no-print-directory B=build/fuzz CC=clang OPT=-O1 \
		HARDEN=-fPIE SANITIZE=-fsanitize=fuzzer-no-link,address,undefined \
		$(FUZZERS:%=build/fuzz/tests/fuzz/%)
	@for t in $(FUZZERS); do echo "# $$t"; mkdir -p build/corpus/$$t; \
		build/fuzz/tests/fuzz/$$t -max_total_time=$(FUZZ_SECONDS) \
		-artifact_prefix=build/fuzz/ -print_final_stats=1 -verbosity=0 \
		build/corpus/$$t || exit 1; done
$(B)/tests/fuzz/%: $(B)/tests/fuzz/%.o $(LIB)
	$(CC) $(LDFLAGS) -fsanitize=fuzzer,address,undefined -o $@ $< $(LIB) \
		$(UNIT_LIBS)

# Stories from roster to evidence, against real servers.
.PHONY: path
path: all
	@B=$(abspath $(B)) sh tests/run.sh $(sort $(wildcard tests/path/*.sh))

# As many compilers at once as there are processors, where one command does all.
JOBS ?= $(shell nproc)
# What one command does: install what is missing, then run.
.PHONY: check demo bench fault lint asan sweep cover walk pictures
demo:
	@sh tests/deps.sh build demo
	@$(MAKE) --no-print-directory -j$(JOBS) all
	@B=$(abspath $(B)) sh tests/demo.sh
check:
	@sh tests/deps.sh build check npm
	@$(MAKE) --no-print-directory -j$(JOBS) all unit
	@$(MAKE) --no-print-directory lint
	@B=$(abspath $(B)) sh tests/run.sh $(sort $(wildcard tests/tool/*.sh \
		tests/path/*.sh)) tests/fault/sample.sh
fault: all
	@sh tests/deps.sh build check
	@B=$(abspath $(B)) sh tests/fault/all.sh
bench: all
	@sh tests/deps.sh build check bench npm
	@B=$(abspath $(B)) sh tests/bench/all.sh
# Warnings are errors here, by two compilers.
lint:
	@sh tests/deps.sh build check
	@sh tests/lint.sh
	@$(MAKE) --no-print-directory -j$(JOBS) B=build/gcc CC=gcc CFLAGS='-O2 -Werror $(HARDEN)' all
	@$(MAKE) --no-print-directory -j$(JOBS) B=build/clang CC=clang CFLAGS='-O1 -Werror' all
	@cppcheck --quiet --std=c11 --error-exitcode=1 --inline-suppr -Ilib -Ibuild/gen \
		--enable=warning,portability --suppress=missingIncludeSystem \
		--suppress=funcArgOrderDifferent --suppress=ctuuninitvar --suppress=unknownMacro lib bin
# The same tests with the address and undefined-behaviour sanitizers.
ASAN = B=build/asan OPT=-O1 HARDEN=-fPIE \
	SANITIZE='-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer'
asan:
	@sh tests/deps.sh build check npm
	@$(MAKE) --no-print-directory -j$(JOBS) $(ASAN) all unit
	@TIMEOUT=1800 $(MAKE) --no-print-directory $(ASAN) tool
sweep: $(B)/tests/unit/cadence_life
	CTR_SWEEP=1 $(B)/tests/unit/cadence_life
# Every page of the portal of a kind twice; and the pictures of the README.
walk: all
	@sh tests/deps.sh build check npm
	@B=$(abspath $(B)) WALK=2 TIMEOUT=3600 sh tests/run.sh tests/path/portal_axe.sh
pictures: all
	@sh tests/deps.sh build check npm
	@B=$(abspath $(B)) sh tests/peer/pictures.sh
cover:
	@sh tests/deps.sh build check
	@$(MAKE) --no-print-directory B=build/cover OPT=-O0 HARDEN=-fPIE SANITIZE=--coverage all unit tool
	@cd build/cover && gcov -r -s $(CURDIR) $$(find . -name '*.gcda') 2>/dev/null | \
		awk '/^File .lib/ { f = $$2 } /^Lines executed/ && f { print $$0, f; f = "" }' | \
		sed 's/Lines executed://' | sort -n

# ------------------------------------------------------------- installation
CGIS = ctr-api-cgi ctr-chat-cgi ctr-portal-cgi ctr-token-cgi
CONNECTORS = $(filter ctr-connect-%,$(PROGRAMS))
TOOLS = $(filter-out $(CGIS) $(CONNECTORS),$(PROGRAMS))
INSTALL ?= install
.PHONY: install deb users
install:
	@sh tests/deps.sh build
	@$(MAKE) --no-print-directory all
	$(INSTALL) -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(LIBEXECDIR) $(DESTDIR)$(CGIDIR) \
		$(DESTDIR)$(SYSCONFDIR)/ctr $(DESTDIR)$(SYSCONFDIR)/cron.d \
		$(addprefix $(DESTDIR)$(MANDIR)/man,5 7 8) \
		$(addprefix $(DESTDIR)$(SHAREDIR)/templates/,chat mail portal web)
	$(INSTALL) -m 755 $(TOOLS:%=$(B)/bin/%) $(DESTDIR)$(BINDIR)
	ln -sf ctr-sync $(DESTDIR)$(BINDIR)/ctr-sync-ad
	$(INSTALL) -m 755 $(CGIS:%=$(B)/bin/%) $(DESTDIR)$(CGIDIR)
	$(INSTALL) -m 755 $(CONNECTORS:%=$(B)/bin/%) $(wildcard libexec/ctr-connect-*) \
		$(DESTDIR)$(LIBEXECDIR)
	$(INSTALL) -m 644 $(wildcard templates/chat/*) $(DESTDIR)$(SHAREDIR)/templates/chat
	$(INSTALL) -m 644 $(wildcard templates/mail/*) $(DESTDIR)$(SHAREDIR)/templates/mail
	$(INSTALL) -m 644 $(wildcard templates/portal/*) $(DESTDIR)$(SHAREDIR)/templates/portal
	$(INSTALL) -m 644 $(wildcard templates/web/*) $(DESTDIR)$(SHAREDIR)/templates/web
	$(INSTALL) -m 644 share/openapi.json $(DESTDIR)$(SHAREDIR)
	for n in 5 7 8; do $(INSTALL) -m 644 man/*.$$n $(DESTDIR)$(MANDIR)/man$$n || exit 1; done
	[ -e $(DESTDIR)$(SYSCONFDIR)/cron.d/ctr ] || \
		$(INSTALL) -m 644 cron.d/ctr $(DESTDIR)$(SYSCONFDIR)/cron.d/ctr
	[ -n "$(DESTDIR)" ] || [ "$$(id -u)" -ne 0 ] || $(MAKE) --no-print-directory users
# The two users that the design asks for, on the machine itself.
users:
	getent group ctr-web >/dev/null || groupadd --system ctr-web
	getent passwd ctr >/dev/null || useradd --system --user-group -G ctr-web \
		-d $(LOCALSTATEDIR)/lib/ctr -s /usr/sbin/nologin ctr
	getent passwd ctr-web >/dev/null || useradd --system -g ctr-web \
		-d /nonexistent -s /usr/sbin/nologin ctr-web
	$(INSTALL) -d -m 755 $(LOCALSTATEDIR)/lib/ctr $(SYSCONFDIR)/ctr
	$(INSTALL) -d -m 755 -o ctr -g ctr $(SYSCONFDIR)/ctr/keys
	$(INSTALL) -d -m 2775 -o ctr -g ctr-web /run/ctr
	$(INSTALL) -d $(SYSCONFDIR)/tmpfiles.d
	printf 'd /run/ctr 2775 ctr ctr-web\n' > $(SYSCONFDIR)/tmpfiles.d/ctr.conf
deb:
	@sh tests/deb.sh $(VERSION)

clean:
	rm -rf build

-include $(LIB_OBJ:.o=.d) $(PROGRAMS:%=$(B)/bin/%.d) $(UNITS:%=$(B)/tests/unit/%.d)
