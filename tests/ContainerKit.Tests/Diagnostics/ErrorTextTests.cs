using System.Diagnostics;
using ContainerKit.Diagnostics;

namespace ContainerKit.Tests.Diagnostics;

public sealed class ErrorTextTests
{
    [Theory]
    [InlineData("ls -l", "ls", "-l")]
    [InlineData("sh -c 'echo $HOME; exit 3'", "sh", "-c", "echo $HOME; exit 3")]
    [InlineData("echo ''", "echo", "")]
    [InlineData(@"echo 'it'\''s'", "echo", "it's")]
    [InlineData("a=b user@host:/x,y+z%1", "a=b", "user@host:/x,y+z%1")]
    [InlineData("echo 'ö' '*' '~'", "echo", "ö", "*", "~")]
    public void A_command_in_an_error_message_is_quoted_for_a_shell(string shown, params string[] command) =>
        ErrorText.FormatCommand(command).Should().Be(shown);

    [Fact(Timeout = 30_000)]
    public async Task A_command_from_an_error_message_can_be_pasted_into_a_shell()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no sh.");
        string[] words = ["plain", "", " ", "it's", "\"", "$HOME", "`id`", "a\\b", "*", "~", "#", "!x", "a;b", "a\nb",
            "=x", "-n", "%d", "{a,b}", "größe 😀"];

        using var shell = Process.Start(
            new ProcessStartInfo("sh",
            ["-c", "printf '<%s>' " + ErrorText.FormatCommand(words)])
            { RedirectStandardOutput = true })!;
        var printed = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);

        printed.Should().Be(string.Concat(words.Select(word => $"<{word}>")));
    }

    [Fact]
    public void An_output_tail_in_an_error_message_is_an_indented_block_of_the_last_lines()
    {
        ErrorText.Tail("stderr", "one\r\ntwo\n\n").Should().Be("\nstderr:\n  one\n  two");
        ErrorText.Tail("stderr", " \n").Should().BeEmpty();
        ErrorText.LastLines(string.Join('\n', Enumerable.Range(1, 100))).Split('\n')
            .Should().Equal(Enumerable.Range(81, 20).Select(n => $"{n}"));
        ErrorText.LastLines(new string('x', 1_000_000)).Length.Should().BeLessThanOrEqualTo(4000);
    }

    [Theory]
    [InlineData("sha256:0123456789abcdef", "0123456789ab")]
    [InlineData("0123456789abcdef", "0123456789ab")]
    [InlineData("0123", "0123")]
    public void An_ID_in_an_error_message_is_shortened_to_twelve_digits(string id, string shown) =>
        ErrorText.ShortId(id).Should().Be(shown);

    [Theory]
    [InlineData(0, "0B")]
    [InlineData(999, "999B")]
    [InlineData(1000, "1kB")]
    [InlineData(1_982_504, "1.98MB")]
    [InlineData(79_400_000, "79.4MB")]
    [InlineData(141_000_000, "141MB")]
    [InlineData(4_294_967_296, "4.29GB")]
    public void A_size_in_a_message_is_formatted_as_in_the_Docker_CLI(long bytes, string text) =>
        ErrorText.FormatSize(bytes).Should().Be(text);
}
