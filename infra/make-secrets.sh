#!/bin/sh
# Makes what compose.yaml needs and nobody should choose by hand: passwords and the master key, in ./secrets beside this
# file. What is there already is kept. The folder is closed to others; the files in it must be readable inside containers.
set -eu
umask 022
cd "$(dirname "$0")"
mkdir -p secrets
chmod 700 secrets
cd secrets

random() { od -An -v -tx1 -N32 /dev/urandom | tr -d ' \n'; }

# Writes standard input to a file that does not exist yet, complete before it carries its name.
once() {
  [ -e "$1" ] && return
  cat > "$1.part"
  mv "$1.part" "$1"
}

random | once LINLI_MASTER_KEY
random | once kurrentdb-password
random | once redis-password
log=$(cat kurrentdb-password)
timetable=$(cat redis-password)

once kurrentdb.env <<END
KURRENTDB_DEFAULT_ADMIN_PASSWORD=$log
KURRENTDB_DEFAULT_OPS_PASSWORD=$log
END
printf %s "kurrentdb://admin:$log@store-1:2113,store-2:2113,store-3:2113?tls=true&tlsCAFile=/etc/linli/trusted/ca.crt&nodePreference=leader" |
  once LINLI_EVENT_STORE
once redis.acl <<END
user default on >$timetable ~* &* +@all
user health on nopass -@all +ping
END
printf %s "redis://default:$timetable@redis:6379/0" | once LINLI_REDIS_URL
