using System.Text;

namespace ContainerKit.Tests.Exec;

public sealed class ProcessResultTests
{
    [Fact]
    public void Process_output_is_decoded_as_UTF8_with_its_line_endings()
    {
        var result = new ProcessResult(["ls"], 0, Encoding.UTF8.GetBytes("größe\r\n→\n"), Encoding.UTF8.GetBytes("😀"));

        (result.Stdout, result.Stderr).Should().Be(("größe\r\n→\n", "😀"));
    }

    [Fact]
    public void Invalid_UTF8_in_process_output_is_replaced_in_the_text_and_kept_in_the_bytes()
    {
        byte[] bytes = [(byte)'a', 0xFF, (byte)'b'];
        var result = new ProcessResult([], 0, bytes, default);

        result.Stdout.Should().Be("a\uFFFDb");
        result.StdoutBytes.ToArray().Should().Equal(bytes);
        result.Stderr.Should().BeEmpty();
    }

    [Fact]
    public void A_process_result_is_shown_as_the_command_and_its_exit_code()
    {
        new ProcessResult(["sh", "-c", "exit 3"], 3, default, default).ToString().Should().Be("sh -c 'exit 3': exit code 3");
        new ProcessResult([], 0, default, default).ToString().Should().Be("(image's command): exit code 0");
        new ProcessResult(["x"], 143, default, default).ToString().Should().Be("x: exit code 143 (SIGTERM)");
    }

    [Fact]
    public void A_process_result_is_described_with_the_end_of_its_outputs()
    {
        var lines = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(1, 21)) + "\n");

        new ProcessResult(["cat", "x"], 1, default, "no such file\n"u8.ToArray()).Describe()
            .Should().Be("cat x: exit code 1.\nstderr:\n  no such file");
        new ProcessResult(["cat", "x"], 0, default, default).Describe().Should().Be("cat x: exit code 0.");
        new ProcessResult(["seq", "21"], 0, lines, default).Describe()
            .Should().StartWith("seq 21: exit code 0.\nstdout:\n  2\n  3\n").And.EndWith("\n  21");
    }
}
