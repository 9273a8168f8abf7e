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
  if [ -f "$jar" ] && [ -f "$stamp" ] && [ -z "$(changed_since "$stamp")" ]; then
    return
  fi
  need_maven
  mkdir -p "$root/target"
  echo "Building; the first time takes some minutes." >&2
  touch "$stamp.new"
  if ! mvn -f "$root/pom.xml" -q -B -Dmaven.test.skip=true package >"$log" 2>&1; then
    cat "$log" >&2
    fail "The build has failed."
  fi
  mv "$stamp.new" "$stamp"
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
# data alone. The archive of loaded classes takes seconds off each start: the JVM makes it when a server ends, since a
# server loads nearly all of them, and refuses one that was made for another jar.
start() {
  local archive=$root/target/timesessions.jsa options=(-Xlog:disable)
  if [ "$archive" -ot "$jar" ]; then
    rm -f "$archive"
  fi
  if [ "${1:-}" = serve ]; then
    options+=(-XX:+AutoCreateSharedArchive)
  fi
  if [ "${1:-}" = serve ] || [ -f "$archive" ]; then
    options+=(-XX:SharedArchiveFile="$archive")
  fi
  # Wherever a script is called from, the data is that of this folder.
  export DATA_DIR="${DATA_DIR:-$root/var}"
  # shellcheck disable=SC2086 # several options may stand in JAVA_OPTS
  exec "$JAVA_HOME/bin/java" "${options[@]}" ${JAVA_OPTS:--Xmx512m} -jar "$jar" "$@"
}
