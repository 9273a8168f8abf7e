# What the scripts beside this one share. It is read by them, with bash 3.2 as on macOS, and not run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
jar=$root/target/timesessions.jar
needed_jdk=21

fail() {
  echo "$*" >&2
  exit 1
}

# The major version of the JDK in a folder; 0 where there is none.
jdk_version() {
  [ -n "$1" ] && [ -x "$1/bin/javac" ] || { echo 0; return; }
  local version=""
  if [ -r "$1/release" ]; then
    version=$(sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release")
  fi
  if [ -z "$version" ]; then
    version=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9][0-9]*\).*/\1/p')
  fi
  echo "${version:-0}"
}

jdk_of_path() {
  local javac
  javac=$(command -v javac) || return 0
  dirname "$(dirname "$(readlink -f "$javac")")"
}

# Leaves JAVA_HOME and PATH as they have to be: the JDK that was chosen if it will do, else the newest one here.
use_jdk() {
  local best="" best_version=0 folder version
  if [ -n "${JAVA_HOME:-}" ] && [ "$(jdk_version "$JAVA_HOME")" -ge "$needed_jdk" ]; then
    best=$JAVA_HOME
  else
    for folder in \
      "$(jdk_of_path)" \
      /usr/lib/jvm/* \
      /Library/Java/JavaVirtualMachines/*/Contents/Home \
      "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
      /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
      "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* \
      "$HOME"/.jdks/*; do
      version=$(jdk_version "$folder")
      if [ "$version" -gt "$best_version" ]; then
        best=$folder
        best_version=$version
      fi
    done
    if [ "$best_version" -lt "$needed_jdk" ]; then
      fail "A JDK of version $needed_jdk or later is needed, and there is none in JAVA_HOME, PATH or the usual folders." \
        "Get one from https://adoptium.net or your package manager."
    fi
  fi
  export JAVA_HOME=$best
  export PATH="$JAVA_HOME/bin:$PATH"
}

need_maven() {
  command -v mvn >/dev/null ||
    fail "Maven 3.8 or later is needed: get it from https://maven.apache.org or your package manager."
}

# The stamp bears the time at which the last whole build began: what has changed since then is not in the jar.
build_if_stale() {
  local stamp=$root/target/built log=$root/target/build.log
  if [ ! -f "$jar" ] || [ ! -f "$stamp" ] || [ -n "$(changed_since "$stamp")" ]; then
    need_maven
    mkdir -p "$root/target"
    echo "Building; the first time takes some minutes." >&2
    touch "$stamp.new"
    if ! mvn -f "$root/pom.xml" -q -B -Dmaven.test.skip=true package >"$log" 2>&1; then
      cat "$log" >&2
      fail "The build has failed."
    fi
    mv "$stamp.new" "$stamp"
  fi
  if [ "$(archive)" -ot "$jar" ]; then
    echo "Preparing quick starts; half a minute." >&2
    make_archive || true
  fi
}

# Of the classes that a server loads, which takes most of a start otherwise; from JDK 25 on with their links too. It is good
# for one JDK and one jar: the JVM refuses it for others, and starts as it would without.
archive() {
  local release="" kind=jsa
  if [ -r "$JAVA_HOME/release" ]; then
    release=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$JAVA_HOME/release")
  fi
  if [ "$(jdk_version "$JAVA_HOME")" -ge 25 ]; then
    kind=aot
  fi
  echo "$root/target/timesessions-${release:-any}.$kind"
}

# Made by a server on data of its own that answers what a visitor asks and ends. It is no more than a help: where it cannot
# be made, an empty file keeps the next build from trying again.
make_archive() {
  # Of this run alone, since one that was called off may still be writing.
  local archive making folder=$root/target/first-run.$$ log=$root/target/first-visit server new
  archive=$(archive)
  new=$archive.$$
  case $archive in
    # Without profiles: those of a few visits mislead the compiler for as long as the server runs.
    *.aot)
      making=(-XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining
        -XX:AOTCacheOutput="$new")
      ;;
    *) making=(-XX:ArchiveClassesAtExit="$new") ;;
  esac
  rm -rf "$root"/target/first-run.* "$root"/target/timesessions-*.aot* "$root"/target/timesessions-*.jsa*
  mkdir -p "$folder"
  env -u DATABASE_URL -u BASE_URL -u SYNC_KEY HOST=127.0.0.1 DATA_DIR="$folder" \
    "$JAVA_HOME/bin/java" "${making[@]}" -Xmx256m -jar "$jar" serve --port 0 --demo \
    >"$log.out" 2>"$log.log" </dev/null &
  server=$!
  # Ctrl-C does not reach what a script has in the background.
  trap 'kill "$server" 2>/dev/null; exit 130' INT TERM
  while kill -0 "$server" 2>/dev/null && ! grep -q "Ctrl-C" "$log.out"; do
    sleep 0.2
  done
  visit "$(sed -n 's/^Time Sessions runs on //p' "$log.out")" "$folder" >/dev/null 2>&1 || true
  kill "$server" 2>/dev/null || true
  wait "$server" || true
  trap - INT TERM
  rm -rf "$folder"
  [ -s "$new" ] || : >"$new"
  mv "$new" "$archive"
}

# Looks at the main pages of the demo company at this address, whose password and key are in the folder.
visit() {
  local cookies=$2/cookies token path
  command -v curl >/dev/null || return 0
  token=$(curl -fs -c "$cookies" "$1/sign-in" | sed -n 's/.*name="csrf_token" value="\([^"]*\)".*/\1/p' | head -n 1)
  curl -fs -b "$cookies" -c "$cookies" "$1/sign-in" --data-urlencode "csrf_token=$token" \
    --data-urlencode "email=demo@example.com" --data-urlencode "password=$(cat "$2/demo-password")"
  for path in /sessions "/sessions?range=all&page=3" "/sessions?range=last_month&q=panel" /reports "/reports?by=person" \
    /people /projects /settings/accounts; do
    curl -fs --compressed -b "$cookies" "$1$path"
    curl -fs --compressed -b "$cookies" -H "HX-Request: true" -H "HX-Target: results" "$1$path"
  done
  for path in "" "?page=40" "?sort=updated_at&min_updated_at=2020-01-01" ".csv"; do
    curl -fs --compressed -H "Authorization: Token token=$(cat "$2/demo-key")" "$1/api/time_sessions$path"
  done
}

# Folders count too, so that a file which is gone is noticed.
changed_since() {
  local sources=("$root/pom.xml" "$root/src/main" "$root/db")
  if [ -d "$root/static" ]; then
    sources+=("$root/static")
  fi
  find "${sources[@]}" -newer "$1" -print | head -n 1
}

# Becomes the program, so that signals reach it. What the JVM itself has to say is left out, for standard output carries
# data alone.
start() {
  local archive options=(-Xlog:disable)
  archive=$(archive)
  if [ -s "$archive" ]; then
    case $archive in
      *.aot) options+=(-XX:AOTCache="$archive") ;;
      *) options+=(-XX:SharedArchiveFile="$archive") ;;
    esac
  fi
  # What it adds to each write takes less than what G1 does, 5 in a hundred of a page's time in Java, and small heaps need no
  # more. Java refuses two collectors at once.
  if [[ ${JAVA_OPTS:-} != *-XX:+Use*GC* ]]; then
    options+=(-XX:+UseParallelGC)
  fi
  # Wherever a script is called from, the data is that of this folder.
  export DATA_DIR="${DATA_DIR:-$root/var}"
  # shellcheck disable=SC2086 # several options may stand in JAVA_OPTS
  exec "$JAVA_HOME/bin/java" "${options[@]}" ${JAVA_OPTS:--Xmx512m} -jar "$jar" "$@"
}
