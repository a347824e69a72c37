using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Containers;

/// <summary>The limit for output that is held in memory, and the length of commands in messages.</summary>
public sealed class OutputLimitTests : ProtocolTest
{
    protected override DockerEngineOptions Options => base.Options with { MaximumOutputLength = 1000 };

    [Theory(Timeout = 30_000)]
    [InlineData(1, "standard output")]
    [InlineData(2, "standard error")]
    public async Task An_output_above_the_limit_throws_OutputTooLong_with_the_remedy(int kind, string name)
    {
        SetOutput(kind, 1001);

        var error = await FluentActions.Awaiting(() => Container.ExecAsync(["cat"], Token)).Should().ThrowAsync<OutputTooLongException>();

        error.Which.MaximumLength.Should().Be(1000);
        error.Which.Message.Should().StartWith("Could not exec `cat` in app (c0ffee012345): ")
            .And.ContainAll(name, "1,000 bytes", "KeepOutput", "MaximumOutputLength");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_output_of_the_length_of_the_limit_is_returned()
    {
        SetOutput(1, 1000);

        (await Container.ExecAsync(["cat"], Token)).Stdout.Should().HaveLength(1000);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_output_that_is_not_kept_has_no_limit()
    {
        SetOutput(1, 100_000);
        var length = 0;

        var result = await Container.ExecAsync(
            new ExecSpec("cat") { KeepOutput = false, OnLine = line => length += line.Text.Length }, Token);

        (length, result.StdoutBytes.Length).Should().Be((100_000, 0));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_log_above_the_limit_fails_a_foreground_run()
    {
        Script.On("GET /containers/*/json", exchange => exchange.JsonAsync(200,
            """{ "Id": "c0ffee", "Config": {}, "State": { "Status": "exited", "ExitCode": 0 } }"""));
        Script.On("GET /containers/*/logs", exchange => exchange.RespondAsync(
            200, "application/vnd.docker.multiplexed-stream", HealthyEngine.Frame(1, new string('x', 2000))));
        Script.On("POST /containers/*/attach", async exchange =>
        {
            await exchange.UpgradeAsync();
            await exchange.Connection.WriteAsync(HealthyEngine.Frame(1, new string('x', 2000)), exchange.StopToken);
        });

        await FluentActions.Awaiting(() => Image.Local("app").Run("ls").Output().On(Engine).ExecuteAsync(Token))
            .Should().ThrowAsync<OutputTooLongException>().WithMessage("*Cleaned up: container*");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_very_long_command_is_shortened_in_the_message()
    {
        Script.On("GET /exec/*/json", exchange => exchange.JsonAsync(200, """{ "Running": false, "ExitCode": 3 }"""));

        var error = await FluentActions.Awaiting(() => Container.ExecAsync(["sh", "-c", new string(' ', 100_000) + "exit 3"], Token))
            .Should().ThrowAsync<ExecFailedException>();

        error.Which.Message.Length.Should().BeLessThan(3000);
        error.Which.Message.Should().StartWith("`sh -c '  ").And.Contain("more characters").And.Contain("exit 3'`");
        error.Which.Result.Command[2].Should().HaveLength(100_006);
    }

    private void SetOutput(int kind, int length) => Script.On("POST /exec/*/start", async exchange =>
    {
        await exchange.UpgradeAsync();
        await exchange.Connection.WriteAsync(HealthyEngine.Frame(kind, new string('x', length)), exchange.StopToken);
    });
}
