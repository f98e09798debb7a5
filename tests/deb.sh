#!/bin/sh
# A binary package of what make install puts in place: build/ctr_VERSION_ARCH.deb
set -eu
cd "$(dirname "$0")/.."
version=$1
arch=$(dpkg --print-architecture)
root=$PWD/build/deb
rm -rf "$root"
make --no-print-directory B=build/debbin PREFIX=/usr DESTDIR="$root" install
mkdir -p "$root/DEBIAN" "$root/usr/lib/tmpfiles.d"
echo 'd /run/ctr 2775 ctr ctr-web' >"$root/usr/lib/tmpfiles.d/ctr.conf"
echo /etc/cron.d/ctr >"$root/DEBIAN/conffiles"
cat >"$root/DEBIAN/control" <<END
Package: ctr
Version: $version
Architecture: $arch
Maintainer: ctr maintainers <root@localhost>
Section: admin
Priority: optional
Depends: adduser, cron, tzdata, libsqlite3-0, libsodium23, libnettle8, libssl3, libunistring2, libsmartcols1, libjansson4, libcsv3, libcurl4, libexpat1, libldap-2.5-0
Recommends: libsasl2-modules-gssapi-mit
Description: contractor accounts, from roster to evidence
 Keeps a registry of contractors, asks their managers by mail whether they are
 still here, takes access away once a manager has said that someone has left,
 and leaves evidence that an auditor can verify offline.
END
cat >"$root/DEBIAN/postinst" <<'END'
#!/bin/sh
set -e
getent group ctr-web >/dev/null || addgroup --system ctr-web
getent passwd ctr >/dev/null || adduser --system --group --no-create-home --home /var/lib/ctr ctr
getent passwd ctr-web >/dev/null || adduser --system --ingroup ctr-web --no-create-home --home /nonexistent ctr-web
adduser --quiet ctr ctr-web
install -d -m 755 /var/lib/ctr /etc/ctr
install -d -m 755 -o ctr -g ctr /etc/ctr/keys
install -d -m 2775 -o ctr -g ctr-web /run/ctr
END
chmod 755 "$root/DEBIAN/postinst"
dpkg-deb --root-owner-group --build "$root" "build/ctr_${version}_$arch.deb"
