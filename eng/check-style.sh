#!/usr/bin/env bash
# Checks the rules of docs/writing.md that no analyzer checks. Prints each violation as file:line: reason.
#
#   eng/check-style.sh [--summary]     --summary prints only the number of violations of each rule
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

GLOSSARY=docs/glossary.md

main() {
  local rule violations count total=0
  cd "$REPO"
  for rule in line_length summary_opening retired_words test_names raw_messages; do
    violations=$("check_$rule")
    count=$(printf '%s' "$violations" | grep -c '' || true)
    total=$((total + count))
    if [ "${1:-}" = --summary ]; then
      printf '%6d %s\n' "$count" "$rule"
    elif [ "$count" -gt 0 ]; then
      printf '%s\n' "$violations"
    fi
  done
  [ "$total" = 0 ] || die "$total violations of the style rules; see docs/writing.md"
}

# tracked PATTERN...: prints the tracked files that match, separated by NUL. Files deleted in the work tree are left out.
tracked() {
  local file
  git ls-files -z -- "$@" | while IFS= read -r -d '' file; do
    [ ! -f "$file" ] || printf '%s\0' "$file"
  done
}

check_line_length() {
  # Columns are characters: in the C locale awk counts bytes, so the continuation bytes of UTF-8 are removed first.
  # shellcheck disable=SC2016
  tracked '*.cs' | xargs -0 -r awk '
    length($0) > 140 {
      line = $0
      sub(/\r$/, "", line)
      gsub(/[\200-\277]/, "", line)
      if (length(line) > 140) printf "%s:%d: the line has %d columns; at most 140 are allowed\n", FILENAME, FNR, length(line)
    }'
}

# The text may start on the line of <summary> or on the next one.
check_summary_opening() {
  # shellcheck disable=SC2016
  tracked '*.cs' | xargs -0 -r awk '
    FNR == 1 { is_next = 0 }
    /\/\/\/.*<summary>/ {
      text = $0
      sub(/.*<summary>[ \t]*/, "", text)
      is_next = text ~ /^\r?$/
      if (!is_next) check(text)
      next
    }
    is_next {
      text = $0
      sub(/^[ \t]*\/\/\/[ \t]*/, "", text)
      is_next = 0
      check(text)
    }
    function check(text) {
      sub(/[^A-Za-z0-9_].*/, "", text)
      if (text ~ /^(What|Whose|Who|Whether|Where|How|Its|Of)$/)
        printf "%s:%d: the summary starts with \"%s\"\n", FILENAME, FNR, text
    }'
}

# The words are listed one per line in the block of the glossary that starts with ```text retired.
check_retired_words() {
  local words
  words=$(awk '
    /^```text retired[ \t\r]*$/ { is_list = 1; next }
    /^```/ { is_list = 0 }
    is_list { gsub(/^[ \t]+|[ \t\r]+$/, ""); if ($0 != "") print }' "$GLOSSARY" 2>/dev/null || true)
  if [ -z "$words" ]; then
    printf '%s:1: the list of retired words is missing\n' "$GLOSSARY"
    return
  fi
  tracked '*.cs' '*.md' '*.sh' ":!$GLOSSARY" ':!CHANGELOG.md' |
    { xargs -0 -r grep -HnowF -e "$words" || true; } |
    sed -E "s|^([^:]*:[0-9]+):(.*)|\1: retired word \"\2\"; see $GLOSSARY|"
}

# A test is the method after an attribute such as [Fact], [Theory] or [DockerFact].
check_test_names() {
  # shellcheck disable=SC2016
  tracked '*.cs' | xargs -0 -r awk '
    FNR == 1 { is_test = 0 }
    /^[ \t]*\[([A-Za-z]+\(.*\), *)?[A-Za-z]*(Fact|Theory)[],( ]/ { is_test = 1 }
    is_test && /^[^"\/]*public .*\(/ {
      is_test = 0
      name = $0
      sub(/.*public /, "", name)
      if (!match(name, /[A-Za-z0-9_]+(<[^>]*>)?\(/)) next
      name = substr(name, RSTART, RLENGTH - 1)
      sub(/<.*/, "", name)
      if (length(name) > 100) printf "%s:%d: the test name has %d characters; at most 100 are allowed: %s\n", FILENAME, FNR, length(name), name
      if (name ~ /^(It|What|Whose|Who(ever)?|Where|How|Its|Of|So|They|This|That)_/)
        printf "%s:%d: the test name starts with a pronoun: %s\n", FILENAME, FNR, name
    }'
}

# A message that contains a text of the caller is created by ArgumentErrors, which shows control characters and shortens the text. An
# interpolated string is taken for such a message. The expression ends where its parentheses are balanced.
check_raw_messages() {
  # shellcheck disable=SC2016
  tracked 'src/*.cs' ':!src/ContainerKit/Diagnostics/ArgumentErrors.cs' | xargs -0 -r awk '
    FNR == 1 { depth = 0 }
    depth > 0 { read($0); next }
    /^[ \t]*\/\// { next }
    match($0, /new (ArgumentException|FormatException)\(/) { begin() }
    is_method { is_method = 0; if (match($0, /^[ \t]*new\(/)) begin() }
    /(Argument|Format)Exception [A-Za-z]+\(.*=>/ { if (match($0, /=>[ \t]*new\(/)) begin(); else is_method = /=>[ \t]*$/ }
    function begin() { line = FNR; is_raw = 0; depth = 0; read(substr($0, RSTART)) }
    function read(text, i, c) {
      if (text ~ /\$@?"/ && text ~ /\{/) is_raw = 1
      for (i = 1; i <= length(text); i++) {
        c = substr(text, i, 1)
        if (c == "(") depth++
        else if (c == ")" && --depth == 0) break
      }
      if (depth == 0 && is_raw)
        printf "%s:%d: the message is interpolated; create the exception with ArgumentErrors\n", FILENAME, line
    }'
}

main "$@"
