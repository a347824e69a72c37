using ContainerKit.Diagnostics;

namespace ContainerKit.Tests.Diagnostics;

public sealed class ExitSummaryTests
{
    [Theory]
    [InlineData(0, "exit code 0")]
    [InlineData(127, "exit code 127")]
    [InlineData(129, "exit code 129 (signal 1)")]
    [InlineData(137, "exit code 137 (SIGKILL: killed, or out of memory)")]
    [InlineData(139, "exit code 139 (SIGSEGV)")]
    [InlineData(143, "exit code 143 (SIGTERM)")]
    [InlineData(160, "exit code 160")]
    [InlineData(255, "exit code 255")]
    public void An_exit_code_in_a_message_names_its_signal(int exitCode, string text) =>
        ExitSummary.Describe(exitCode).Should().Be(text);

    [Theory]
    [InlineData(137, "exit code 137 (SIGKILL), out of memory")]
    [InlineData(1, "exit code 1, out of memory")]
    public void An_out_of_memory_kill_in_a_message_is_named_once(int exitCode, string text) =>
        ExitSummary.Describe(exitCode, outOfMemory: true).Should().Be(text);
}
