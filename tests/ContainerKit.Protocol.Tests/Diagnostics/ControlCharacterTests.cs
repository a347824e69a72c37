using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Diagnostics;

/// <summary>Escape sequences and line breaks of containers and engines, which are visible in messages and log lines.</summary>
public sealed class ControlCharacterTests : ProtocolTest
{
    private const string Hostile = "\u001b]52;c;cm0=\u0007\u001b[2J\u009b1;1H\u202eAll tests passed\r\u001b]0;open";

    [Fact(Timeout = 30_000)]
    public async Task Escape_sequences_in_the_output_of_an_exec_are_visible_in_the_message_and_raw_in_the_result()
    {
        Script.On("POST /exec/*/start", async exchange =>
        {
            await exchange.UpgradeAsync();
            await exchange.Connection.WriteAsync(HealthyEngine.Frame(2, Hostile + "\nnext\tline"), exchange.StopToken);
        });
        Script.On("GET /exec/*/json", exchange => exchange.JsonAsync(200, """{ "Running": false, "ExitCode": 1 }"""));

        var error = await FluentActions.Awaiting(() => Container.ExecAsync(["sh", "-c", "\u001b[2J"], Token))
            .Should().ThrowAsync<ExecFailedException>();

        ShouldBeVisible(error.Which.Message);
        error.Which.Message.Should().Contain(@"\x1b]52;c;cm0=\x07\x1b[2J\u009b1;1H\u202eAll tests passed").And.Contain("\n  next\tline")
            .And.Contain(@"`sh -c $'\x1b[2J'`");
        error.Which.Result.Stderr.Should().Be(Hostile + "\nnext\tline");
    }

    [Fact(Timeout = 30_000)]
    public async Task Control_characters_in_an_error_of_the_engine_are_visible_in_the_message_and_in_the_log()
    {
        Script.On("POST /containers/*/exec", exchange => exchange.ErrorAsync(500, Hostile + "\n2026-01-01 [Critical] forged"));

        var error = await FluentActions.Awaiting(() => Container.ExecAsync(["ls"], Token)).Should().ThrowAsync<EngineApiException>();

        ShouldBeVisible(error.Which.Message);
        error.Which.EngineMessage.Should().StartWith(Hostile);
        Logs.Lines.Should().Contain(line => line.Contains(@"\n2026-01-01 [Critical] forged"));
        foreach (var line in Logs.Lines) ShouldBeVisible(line).Should().NotContain("\n");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_line_break_in_a_command_does_not_start_another_log_line()
    {
        await Image.Local("app").Run("echo", "a\n2026-01-01 [Critical] forged").On(Engine).ExecuteAsync(Token);

        Logs.Lines.Should().Contain(line => line.Contains("forged")).And.NotContain(line => line.Contains('\n'));
    }

    [Fact(Timeout = 30_000)]
    public async Task Control_characters_in_the_log_of_a_failed_wait_are_visible_in_the_message()
    {
        Script.On("GET /containers/*/json", exchange => exchange.JsonAsync(200,
            """{ "Id": "c0ffee", "Config": {}, "State": { "Status": "exited", "ExitCode": 1 } }"""));
        Script.On("GET /containers/*/logs", exchange => exchange.RespondAsync(
            200, "application/vnd.docker.multiplexed-stream", HealthyEngine.Frame(1, Hostile + "\n")));

        var error = await FluentActions.Awaiting(() => Container.WaitForAsync(Wait.ForLog("ready"), Token))
            .Should().ThrowAsync<ContainerExitedException>();

        ShouldBeVisible(error.Which.Message);
        error.Which.LogTail.Should().Contain("\u001b[2J");
    }

    [Fact(Timeout = 30_000)]
    public async Task Control_characters_of_a_response_that_is_not_HTTP_are_visible_in_the_message()
    {
        Script.On("POST /exec/*/start", exchange =>
        {
            exchange.Close();
            return exchange.WriteAsync("\u001b[2J\u0007\r\n\r\n");
        });

        var error = await FluentActions.Awaiting(() => Container.ExecAsync(["ls"], Token)).Should()
            .ThrowAsync<EngineUnavailableException>();

        ShouldBeVisible(error.Which.Message);
        ShouldBeVisible(error.Which.Attempts[0].Reason);
    }

    private static string ShouldBeVisible(string text)
    {
        text.Where(character => (char.IsControl(character) && character is not ('\n' or '\t')) || character is '\u202e')
            .Should().BeEmpty();
        return text;
    }
}
