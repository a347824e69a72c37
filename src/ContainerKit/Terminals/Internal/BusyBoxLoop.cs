using System.Text;

namespace ContainerKit.Terminals;

/// <summary>
/// A loop in the ash of BusyBox that reads commands with <c>read</c> instead of at the prompt. The prompt of BusyBox
/// fails while the echo is off: it ends the shell when a background job ends, and takes at most 1023 bytes.
/// </summary>
/// <remarks>
/// Without the echo, BusyBox reads a line with <c>fgets</c>, which SIGCHLD interrupts, and takes the interrupt for the end
/// of the input. Seen with BusyBox 1.35. Source: <c>read_line_input</c> in
/// https://git.busybox.net/busybox/tree/libbb/lineedit.c?h=1_35_stable
/// </remarks>
/// <param name="marker">The marker of the prompt.</param>
internal sealed class BusyBoxLoop(string marker)
{
    // Less than the 4095 bytes that a Linux TTY accepts in a line; see termios(3).
    private const int MaximumPartLength = 2000;

    private readonly string _partPrefix = $"@{marker[..8]}+";
    private readonly string _endPrefix = $"@{marker[..8]}-";

    /// <summary>
    /// The loop on one line. It shows the exit code of the last command as its prompt. The parts of a command are in the
    /// format of <c>printf %b</c>. Another line is a command as it is.
    /// </summary>
    /// <remarks>
    /// Its own commands are in groups without standard error, so that <c>set -x</c> does not show them.
    /// </remarks>
    public string Script =>
        $" __ck_s=$?;__ck_r(){{ return $__ck_s;}};while {{ __ck_c=;printf '\\030@%s%s=%s@' {marker[..8]} {marker[8..]} $__ck_s;while :;do"
        + " until IFS= read -r __ck_l;do [ $? -gt 128 ]||exit $__ck_s;done;case $__ck_l in"
        + $" '{_partPrefix}'*)__ck_c=\"$__ck_c${{__ck_l#*+}}\";printf '\\030@%s%s=@' {marker[..8]} {marker[8..]};;"
        + $" '{_endPrefix}'*)__ck_c=$(printf '%bx' \"$__ck_c${{__ck_l#*-}}\");__ck_c=${{__ck_c%x}};break;;"
        + " *)__ck_c=$__ck_l;break;;esac;done;} 2>/dev/null;do { __ck_r;} 2>/dev/null;eval \"$__ck_c\";"
        + "{ __ck_s=$?;} 2>/dev/null;done";

    /// <summary>Returns the lines to send for a command. The loop shows a prompt after each.</summary>
    public IReadOnlyList<string> Encode(string command)
    {
        var lines = new List<string>();
        var part = new StringBuilder();
        var length = 0;
        foreach (var rune in command.EnumerateRunes())
        {
            // An escape sequence must not be split.
            var escaped = ShellCommandText.Escape(rune.ToString());
            part.Append(escaped);
            length += Encoding.UTF8.GetByteCount(escaped);
            if (length < MaximumPartLength) continue;
            lines.Add(_partPrefix + part);
            part.Clear();
            length = 0;
        }

        lines.Add(_endPrefix + part);
        return lines;
    }
}
