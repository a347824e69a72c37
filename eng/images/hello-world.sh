# shellcheck shell=bash
# hello-world: one small static program, written byte by byte so that it needs neither a compiler nor a binary in the
# repository. Its output begins like that of the image on Docker Hub.
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

MESSAGE='
Hello from Docker!
This message shows that your installation appears to be working correctly.

 1. The client requested a container from the engine.
 2. The engine pulled the "hello-world" image from its registry mirror.
 3. The engine created a container from it and ran the program that wrote these lines.
 4. The engine streamed them back to the client.

'

# bytes HEX...: prints the bytes with these hex digits.
bytes() {
  local hex
  for hex in "$@"; do
    # shellcheck disable=SC2059        # the format string consists of escapes
    printf "$(printf '%s' "$hex" | sed 's/../\\x&/g')"
  done
}

# le WIDTH NUMBER: prints a number of WIDTH bytes as hex digits in little-endian order.
le() {
  local width=$1 number=$2 digits=''
  while [ "$width" -gt 0 ]; do
    digits+=$(printf %02x $((number & 255)))
    number=$((number >> 8))
    width=$((width - 1))
  done
  printf '%s' "$digits"
}

# An ELF file is a 64-byte header, here one 56-byte program header, then the code, then the message.
hello_program() {
  local load=0x400000 code=120 code_size=33 message_size=${#MESSAGE} size
  size=$((code + code_size + message_size))

  bytes 7f454c46 02 01 01 00 "$(le 8 0)"                 # ELF, 64 bit, little endian, version 1, System V
  bytes "$(le 2 2)" "$(le 2 62)" "$(le 4 1)"             # an executable, for x86-64, version 1
  bytes "$(le 8 $((load + code)))"                       # entry point
  bytes "$(le 8 64)" "$(le 8 0)" "$(le 4 0)"             # program header at 64; no section headers; no flags
  bytes "$(le 2 64)" "$(le 2 56)" "$(le 2 1)"            # sizes of the two headers; one program header
  bytes "$(le 2 0)" "$(le 2 0)" "$(le 2 0)"              # no sections

  bytes "$(le 4 1)" "$(le 4 5)"                          # load, readable and executable:
  bytes "$(le 8 0)" "$(le 8 $load)" "$(le 8 $load)"      # the file from its start, to this address,
  bytes "$(le 8 $size)" "$(le 8 $size)" "$(le 8 4096)"   # all of it, on a page boundary

  bytes b8 "$(le 4 1)"                                   # mov eax, 1           write(
  bytes bf "$(le 4 1)"                                   # mov edi, 1             stdout,
  bytes 488d35 "$(le 4 16)"                              # lea rsi, [rip+16]      message, which is 16 bytes ahead,
  bytes ba "$(le 4 "$message_size")"                     # mov edx, length        length)
  bytes 0f05                                             # syscall
  bytes b8 "$(le 4 60)"                                  # mov eax, 60          exit(
  bytes 31ff                                             # xor edi, edi           0)
  bytes 0f05                                             # syscall
  printf '%s' "$MESSAGE"
}

[ "$ARCHITECTURE" = amd64 ] || { info '  hello-world: skipped, because its program is for amd64 only'; exit 0; }
root=$(create_rootfs hello-world)
hello_program > "$root/hello"
chmod 755 "$root/hello"
pack_layer hello-world "$root"
publish_image hello-world 'latest linux' hello-world "{\"Env\":[\"PATH=$SYSTEM_PATH\"],\"Cmd\":[\"/hello\"]}"
