# shellcheck shell=bash
# Runs the test programs in several processes at once. Source it after lib.sh.
#
# The tests of an engine mostly wait for it, so several processes share the work. Each resource has the label of the
# process that created it; therefore a class that looks only at its own resources can run next to others. The trait
# "Shard" marks the exceptions:
#   Shard=alone   the class uses the whole engine or kills sessions; no other engine test runs at that time
#   Shard=quiet   the class depends on a machine that is not busy; nothing else runs at that time
#   Shard=NAME    the classes of the same name run one after the other
#
# The classes come from the test programs themselves. Their durations come from the previous run, else from
# eng/test-durations.txt, else DEFAULT_SECONDS applies. Each listed method must have a result, else the run fails.

SHARDS=${CONTAINERKIT_TEST_SHARDS:-3}
DEFAULT_SECONDS=4
DURATIONS=$STATE/test-durations.txt
PROGRESS_SECONDS=15
ENTER=()            # a command that runs the test programs, such as one that enters the network of an engine
declare -A PROJECT_ENTER=()         # the same for the test program of one project

# The test programs and the many processes that they start run for seconds, and all processors are busy. So only code that runs often is
# optimized (after 0x1000 calls), waiting threads do not spin, and the memory of compiled code stays writable, which makes starts faster.
export DOTNET_TC_CallCountThreshold=1000 DOTNET_ThreadPool_UnfairSemaphoreSpinLimit=0 DOTNET_EnableWriteXorExecute=0

test_program() { printf '%s\n' "$REPO/tests/$1/bin/Release/net10.0/$1"; }

# Background jobs of scripts ignore SIGINT. Some tests send SIGINT, so the default is restored.
with_default_sigint() {
  if env --default-signal=INT true 2>/dev/null; then
    exec env --default-signal=INT "$@"
  else
    exec "$@"
  fi
}

# list_tests KIND PROJECT [FILTER...]: lists the classes or methods of a test program.
list_tests() {
  local kind=$1 project=$2 list; shift 2
  list=$("$(test_program "$project")" -noColor -noLogo -list "$kind" "$@") || die "cannot list the tests of $project"
  # A name has no spaces; the banner has.
  printf '%s\n' "$list" | grep -E '^[^ ]+\.[^ ]+$' | sort -u || true
}

# list_shard_names PROJECT: lists the values of the trait "Shard".
list_shard_names() {
  "$(test_program "$1")" -noColor -noLogo -list traits | sed -n 's/^"Shard": \[\(.*\)\]$/\1/p' | tr -d '",'
}

# run_program NAME PROJECT [ARGUMENT...]: runs one test program. Its output is $OUT/NAME.log, its results $OUT/NAME.xml.
run_program() {
  local name=$1 project=$2; shift 2
  cd "$REPO/tests/$project" || return
  # shellcheck disable=SC2086   # a command and its arguments
  with_default_sigint "${ENTER[@]}" ${PROJECT_ENTER[$project]:-} "$(test_program "$project")" -noColor -noLogo -reporter verbose -result-xml "$OUT/$name.xml" "$@" \
    </dev/null >"$OUT/$name.log" 2>&1
}

# run_queue FILE: runs the lines of a file one after the other. A line is: NAME PROJECT [ARGUMENT...].
run_queue() {
  local name arguments code program=
  # Bash runs a trap only after the foreground command, so the program runs in the background and is waited for.
  trap 'kill -TERM "$program" 2>/dev/null; wait "$program"; exit 143' TERM
  set -f   # an argument may contain an asterisk
  while read -r name arguments; do
    code=0
    # shellcheck disable=SC2086   # arguments contain no spaces
    run_program "$name" $arguments &
    program=$!
    wait "$program" || code=$?
    printf '%s\n' "$code" >"$OUT/$name.code"
  done <"$1"
}

# run_queue_after PID FILE: runs a queue when a process has ended.
run_queue_after() {
  while kill -0 "$1" 2>/dev/null; do sleep 1; done
  run_queue "$2"
}

# start_queue COMMAND...: starts a command that runs a queue.
start_queue() {
  "$@" &
  queues+=($!)
}

# wait_for_queues PID...: prints the progress until the started queues end.
wait_for_queues() {
  print_progress &
  progress=$!
  wait "$@" || true
  kill "$progress" 2>/dev/null || true
  wait "$progress" 2>/dev/null || true
  progress=
}

# run_queues FILE...: runs several queues at once.
run_queues() {
  local file
  for file; do start_queue run_queue "$file"; done
  wait_for_queues "${queues[@]}"
  queues=()
}

stop_queues() {
  local pid
  for pid in "${queues[@]}" "${checks[@]%%:*}" $progress; do kill -TERM "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
}

print_progress() {
  trap 'kill "$pause" 2>/dev/null; exit 0' TERM
  while :; do
    sleep "$PROGRESS_SECONDS" &
    local pause=$!
    wait "$pause"
    { cat "$OUT"/*.log 2>/dev/null || true; } | awk -v total="$total" -v seconds="$SECONDS" '
      / \[STARTING\]$/ { name = $0; sub(/^ */, "", name); sub(/ \[STARTING\]$/, "", name); open[name]++ }
      / \[FINISHED\] Time: / {
        time = $0; sub(/.*Time: /, "", time); time += 0
        name = $0; sub(/^ */, "", name); sub(/ \[FINISHED\].*/, "", name)
        open[name]--; done++
        sub(/\(.*/, "", name); if (!(name in methods)) { methods[name]; count++ }
        if (time > slowest) { slowest = time; which = short(name) }
      }
      / \[FAIL\]$/ { failed++ }
      function short(name) { sub(/\(.*/, "", name); n = split(name, part, "."); return n > 1 ? part[n - 1] "." part[n] : name }
      END {
        for (name in open) if (open[name] > 0 && shown++ < 5) running = running (running == "" ? "" : ", ") short(name)
        printf "%4d s: %d tests done (%d of %d methods), %d failed; slowest %.0f s %s; running: %s\n", seconds, done, count, total, failed, slowest, which, running
      }'
  done
}

# deal_classes PREFIX COUNT [SUFFIX]: reads lines "GROUP PROJECT CLASS" and writes COUNT queues with about the same duration.
# The suffix becomes part of the names of the results.
# A group of "-" means none; the classes of a group stay in one queue. "GROUP PROJECT PROJECT whole" stands for a whole program, and
# "- - PROJECT started SECONDS" for one that was started so many seconds ago: the last queue starts when it ends.
deal_classes() {
  local known=()
  [ ! -f "$ENG/test-durations.txt" ] || known+=("$ENG/test-durations.txt")
  [ ! -f "$DURATIONS" ] || known+=("$DURATIONS")
  awk -v prefix="$1" -v count="$2" -v suffix="${3-}" -v usual="$DEFAULT_SECONDS" '
    FILENAME != "-" { if ($1 !~ /^#/) known[$1] = $2; next }
    $4 == "started" { if (known[$3] > $5) load[count] = known[$3] - $5; next }
    {
      key = $1 == "-" ? $3 : "group " $1
      duration[key] += ($3 in known) ? known[$3] : usual
      if (!(key in arguments)) keys[++n] = key
      project[key] = $2
      arguments[key] = arguments[key] ($4 == "whole" ? "" : " -class " $3)
      whole[key] = $4 == "whole"
    }
    END {
      for (i = 1; i <= n; i++)
        for (j = i; j > 1 && duration[keys[j]] > duration[keys[j - 1]]; j--) { t = keys[j]; keys[j] = keys[j - 1]; keys[j - 1] = t }
      for (i = 1; i <= n; i++) {
        best = 1
        for (q = 2; q <= count; q++) if (load[q] < load[best]) best = q
        key = keys[i]; load[best] += duration[key]
        list[best, project[key]] = list[best, project[key]] arguments[key]
        if (!((best, project[key]) in seen)) { seen[best, project[key]] = 1; order[best, ++projects[best]] = project[key] }
      }
      for (q = 1; q <= count; q++) {
        file = prefix q
        printf "" > file
        for (p = 1; p <= projects[q]; p++) {
          name = order[q, p]
          printf "%s-%d%s %s%s\n", name, q, suffix, name, list[q, name] > file
        }
      }
    }' "${known[@]}" -
}

# deal_shard NAME: writes the classes of a shard to one queue, NAME-queue1.
deal_shard() {
  list_tests classes ContainerKit.Engine.Tests -trait "Shard=$1" >"$OUT/$1"
  sed "s/.*/$1 ContainerKit.Engine.Tests &/" "$OUT/$1" | deal_classes "$OUT/$1-queue" 1 "-$1"
}

# list_shared_classes: prints "GROUP PROJECT CLASS" for the engine tests that can run next to others, after deal_shard has
# written the shards "alone" and "quiet". The groups are the values of the trait, so that a new group needs no change here.
list_shared_classes() {
  local shard class
  for shard in $(list_shard_names ContainerKit.Engine.Tests); do
    case $shard in alone | quiet) continue ;; esac
    list_tests classes ContainerKit.Engine.Tests -trait "Shard=$shard" | sed "s/^/$shard /"
  done >"$OUT/groups"
  list_tests classes ContainerKit.Engine.Tests | comm -23 - <(sort "$OUT/alone" "$OUT/quiet") | while read -r class; do
    printf '%s ContainerKit.Engine.Tests %s\n' "$(awk -v class="$class" '$2 == class { print $1 }' "$OUT/groups" | grep . || echo -)" "$class"
  done
}

# One program per project; it decides itself about its parallelism.
write_whole_projects() { local project; for project; do printf '%s %s %s whole\n' - "$project" "$project"; done; }

# read_results PROJECT: prints "CLASS METHOD SECONDS RESULT" for each result of a program.
read_results() {
  # A program without results is not an error here; the check of the listed methods reports it.
  { cat "$OUT/$1"-*.xml 2>/dev/null || true; } | { grep -o '<test [^>]*>' || true; } | awk '
    function value(name,   text) { text = $0; if (!sub(".* " name "=\"", "", text)) return ""; sub("\".*", "", text); return text }
    { print value("type"), value("method"), value("time"), value("result") }'
}
