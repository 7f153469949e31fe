#!/usr/bin/env bash
# A real `systemd --user` beside whatever runs this machine: in a mount namespace of its own, with a runtime directory and cgroups of
# its own. Called by `unshare --mount`. Arguments: the home whose units it runs, and the path of systemd. Says "ready" on standard
# output and stays until a line comes on its standard input, or its end; then everything it started is ended. Its end alone means that
# whoever called it is gone: then the home goes too.
set -u
home=$1 systemd=$2
uid=$(id -u)
runtime=/run/user/$uid
slice=gatetop-test$$.slice
manager=''

# --- cgroups: the path a login has, so that a unit is recognised in /proc/PID/cgroup ---------------------------------------------------
roots() { for dir in /sys/fs/cgroup /sys/fs/cgroup/*; do [ -e "$dir/cgroup.procs" ] && echo "$dir"; done; }
unified() { for dir in /sys/fs/cgroup /sys/fs/cgroup/unified; do [ -e "$dir/cgroup.controllers" ] && { echo "$dir"; return; }; done; }
enter_cgroup() {
  local path=$slice/user.slice/user-$uid.slice/user@$uid.service/init.scope base dir old
  base=$(unified)
  [ -n "$base" ] || return 0
  if ! mkdir -p "$base/$path" 2>/dev/null; then
    # Read-only in many containers; the mount namespace is ours, so it can have a view of its own.
    mount -t cgroup2 cgroup2 "$base" 2>/dev/null && mkdir -p "$base/$path" 2>/dev/null || return 0
  fi
  echo 0 >"$base/$path/cgroup.procs" 2>/dev/null
  # Where versions 1 and 2 are mixed, the same path in the old one systemd keeps its books in.
  old=/sys/fs/cgroup/systemd
  if [ "$old" != "$base" ] && [ -e $old/cgroup.procs ]; then mkdir -p "$old/$path" && echo 0 >"$old/$path/cgroup.procs"; fi 2>/dev/null
  return 0
}
members() { roots | while read -r root; do [ -d "$root/$slice" ] && find "$root/$slice" -name cgroup.procs -exec cat {} + 2>/dev/null; done | sort -un; }

leave() {
  trap '' INT TERM HUP
  local try pid root
  # A gateway that is asked nicely waits minutes for its runs.
  [ -n "$manager" ] && kill -KILL "$manager" 2>/dev/null
  for try in 1 2 3 4 5 6 7 8 9 10; do
    for pid in $(members); do kill -KILL "$pid" 2>/dev/null; done
    [ -n "$manager" ] && wait "$manager" 2>/dev/null
    roots | while read -r root; do [ -d "$root/$slice" ] && find "$root/$slice" -depth -type d -exec rmdir {} + 2>/dev/null; done
    [ -z "$(members)" ] && break
    sleep 0.1
  done
  [ -n "${orphaned-}" ] && rm -rf "$home"
  exit 0
}
fail() { echo "failed: $*"; [ -s "$home/systemd.log" ] && tail -5 "$home/systemd.log"; leave; }
trap leave INT TERM HUP

# --- the private view: an empty /run/systemd that says "booted with systemd", and a runtime directory -----------------------------------
# Left where they are: others may have mounted theirs over them meanwhile, and would lose it with the directory.
mkdir -p /run/user /run/systemd || fail "cannot make /run/user"
mount -t tmpfs -o mode=755 tmpfs /run/systemd && mkdir /run/systemd/system || fail "cannot mount over /run/systemd"
mount -t tmpfs -o mode=755 tmpfs /run/user && mkdir -m 700 "$runtime" || fail "cannot mount over /run/user"

mkdir -p "$home/.config/systemd/user"
exec 3>"$home/systemd.log"
(
  enter_cgroup
  exec env -i HOME="$home" USER="$(id -un)" LANG=C.UTF-8 PATH=/usr/local/bin:/usr/bin:/bin XDG_RUNTIME_DIR="$runtime" \
    setpriv --pdeathsig KILL "$systemd" --user --log-level=info --log-target=console --show-status=no --default-standard-output=null
) >&3 2>&3 </dev/null 3>&- &
manager=$!
exec 3>&-

export XDG_RUNTIME_DIR=$runtime
for ((try = 0; try < 200; try++)); do
  systemctl --user show-environment >/dev/null 2>&1 && break
  kill -0 "$manager" 2>/dev/null || fail "systemd --user ended at once"
  sleep 0.05
done
systemctl --user show-environment >/dev/null 2>&1 || fail "systemd --user did not answer in 10 s"
echo ready
read -r word || word=''
[ -n "$word" ] || orphaned=1
leave
