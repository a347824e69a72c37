using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Diagnostics;

/// <summary>Passwords and values of environment variables, which never appear in a message or in the log.</summary>
public sealed class SecretsTests : ProtocolTest
{
    private const string Secret = "s3cret";

    protected override DockerEngineOptions Options => base.Options with { CleanupTimeout = TimeSpan.FromSeconds(5) };

    [Theory(Timeout = 30_000)]
    [InlineData("none", 0)]
    [InlineData("POST /images/create", 401)]
    [InlineData("POST /images/create", 500)]
    [InlineData("GET /images/*/json", 500)]
    [InlineData("POST /containers/create", 400)]
    [InlineData("POST /containers/create", 500)]
    [InlineData("POST /containers/*/start", 500)]
    [InlineData("POST /containers/*/exec", 500)]
    [InlineData("POST /exec/*/start", 500)]
    [InlineData("GET /exec/*/json", 500)]
    [InlineData("GET /containers/*/json", 500)]
    [InlineData("POST /commit", 500)]
    [InlineData("POST /images/*/push", 500)]
    [InlineData("DELETE /containers/*", 500)]
    public async Task An_error_response_to_any_request_reveals_no_secret(string failingRequest, int status)
    {
        if (status > 0) Script.On(failingRequest, exchange => exchange.ErrorAsync(status, "unauthorized"));

        await RunEverythingAsync(fails: status > 0);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("POST /images/create")]
    [InlineData("POST /containers/create")]
    [InlineData("POST /containers/*/start")]
    [InlineData("POST /exec/*/start")]
    [InlineData("POST /commit")]
    [InlineData("POST /images/*/push")]
    public async Task A_lost_connection_during_any_request_reveals_no_secret(string failingRequest)
    {
        Script.On(failingRequest, exchange =>
        {
            exchange.Close();
            return Task.CompletedTask;
        });

        await RunEverythingAsync(fails: true);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("POST /containers/*/start", "error")]
    [InlineData("POST /containers/*/attach", "error")]
    [InlineData("POST /containers/*/attach", "frame")]
    [InlineData("GET /containers/*/logs", "frame")]
    [InlineData("POST /containers/*/wait", "body")]
    [InlineData("POST /exec/*/start", "error")]
    [InlineData("POST /exec/*/start", "frame")]
    [InlineData("POST /exec/*/start", "start failure")]
    public async Task An_engine_that_repeats_variables_reveals_no_secret(string failingRequest, string kind)
    {
        const string Text = $"OCI runtime exec failed: cannot set PASSWORD={Secret}";
        var spec = new ContainerSpec("true") { Customize = parameters => parameters.Env = [$"PASSWORD={Secret}"] };
        Script.On("POST /containers/*/attach", exchange => exchange.UpgradeAsync());
        if (kind == "start failure")
            Script.On("GET /exec/*/json", exchange => exchange.JsonAsync(200, """{ "Running": false, "ExitCode": 126 }"""));
        Script.On(failingRequest, async exchange =>
        {
            if (kind == "error")
            {
                await exchange.ErrorAsync(500, Text);
            }
            else if (kind == "body")
            {
                await exchange.JsonAsync(200, $$"""{ "StatusCode": 1, "Error": { "Message": "{{Text}}" } }""");
            }
            else
            {
                await exchange.UpgradeAsync();
                await exchange.Connection.WriteAsync(
                    HealthyEngine.Frame(kind == "start failure" ? 1 : 3, Text + "\r\n"), exchange.StopToken);
            }
        });

        var error = (await FluentActions.Awaiting(() => RunAsync(failingRequest, spec)).Should().ThrowAsync<ContainerKitException>()).Which;

        error.ToString().Should().Contain("***").And.NotContain(Secret);
        Logs.Lines.Should().NotContain(line => line.Contains(Secret));
    }

    private async Task RunAsync(string request, ContainerSpec spec)
    {
        var run = Image.Local("app").Run(spec).On(Engine);
        if (request.Contains("attach", StringComparison.Ordinal))
        {
            await run.ToCompletion(ExitCodes.Any).ExecuteAsync(Token);
            return;
        }

        await using var container = await run.ExecuteAsync(Token);
        if (request.Contains("/logs", StringComparison.Ordinal)) await container.ReadLogTailAsync(Token);
        else if (request.Contains("/wait", StringComparison.Ordinal)) await container.WaitAsync(Token);
        else await container.ExecAsync(new ExecSpec("true") { Customize = exec => exec.Env = [$"PASSWORD={Secret}"] }, Token);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_terminal_whose_process_cannot_start_reveals_no_secret()
    {
        Script.On("GET /exec/*/json", exchange => exchange.JsonAsync(200, """{ "Running": false, "ExitCode": 126 }"""));
        Script.On("POST /exec/*/start", async exchange =>
        {
            await exchange.UpgradeAsync();
            await exchange.Connection.WriteAsync(
                HealthyEngine.Frame(1, $"OCI runtime exec failed: PASSWORD={Secret}\r\n"), exchange.StopToken);
        });
        var spec = new TerminalSpec("true") { Tty = false, Environment = new Dictionary<string, string> { ["PASSWORD"] = Secret } };

        await using var terminal = await Container.OpenTerminalAsync(spec, Token);
        var error = (await FluentActions.Awaiting(() => terminal.WaitAsync(Token)).Should().ThrowAsync<ExecStartException>()).Which;

        error.ToString().Should().Contain("***").And.NotContain(Secret);
    }

    [Fact(Timeout = 30_000)]
    public async Task Warnings_and_states_of_an_engine_that_repeat_variables_reveal_no_secret()
    {
        Script.On("POST /containers/*/update", exchange => exchange.JsonAsync(200, $$"""{ "Warnings": ["ignored {{Secret}}"] }"""));
        Script.On("GET /containers/*/json", exchange => exchange.JsonAsync(200, $$"""
            {
              "Id": "{{HealthyEngine.ContainerId}}", "State": { "Status": "exited", "Error": "cannot set {{Secret}}" },
              "Config": { "Env": ["PASSWORD={{Secret}}"] }
            }
            """));
        var spec = new ContainerSpec("true") { Environment = new Dictionary<string, string> { ["PASSWORD"] = Secret } };
        await using var container = await Image.Local("app").Run(spec).On(Engine).ExecuteAsync(Token);

        await container.UpdateAsync(new ContainerUpdate { CpuShares = 10 }, Token);
        var details = await container.InspectAsync(Token);

        Logs.Lines.Should().Contain(line => line.Contains("ignored ***")).And.NotContain(line => line.Contains(Secret));
        $"{details} {details.DescribeState()}".Should().Contain("cannot set ***").And.NotContain(Secret);
        details.Error.Should().Contain(Secret, "properties have the original text");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_error_response_after_a_cancellation_reveals_no_secret()
    {
        using var canceling = CancellationTokenSource.CreateLinkedTokenSource(Token);
        // The create request continues for a while, because a container without a known id could not be removed.
        Script.On("POST /containers/create", async exchange =>
        {
            await canceling.CancelAsync();
            await exchange.ErrorAsync(400, "invalid: " + exchange.Request.Body);
        });
        var spec = new ContainerSpec("true") { Environment = new Dictionary<string, string> { ["PASSWORD"] = Secret } };

        var error = (await FluentActions.Awaiting(() => Image.Local("app").Run(spec).On(Engine).ExecuteAsync(canceling.Token))
            .Should().ThrowAsync<OperationCanceledException>()).Which;

        error.ToString().Should().NotContain(Secret);
        Logs.Lines.Should().NotContain(line => line.Contains(Secret));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_damaged_stream_of_another_request_reveals_no_secret()
    {
        Script.On("GET /plugins", exchange => exchange.WriteAsync(
            $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{Secret}\r\n"));
        var request = new EngineApiRequest(HttpMethod.Get, "plugins", "read the plugins") { Secrets = [Secret] };

        await using var stream = await Engine.OpenAsync(request, Token);
        var error = (await FluentActions.Awaiting(() => stream.ReadAtLeastAsync(new byte[10], 1, throwOnEndOfStream: false, Token).AsTask())
            .Should().ThrowAsync<EngineUnavailableException>()).Which;

        error.ToString().Should().Contain("***").And.NotContain(Secret);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("plugins//x")]
    [InlineData("plugins/../containers")]
    [InlineData("plugins/%2e%2E/x")]
    [InlineData("plugins/\n")]
    [InlineData("plugins/.?all=1")]
    public async Task A_request_whose_path_addresses_another_resource_is_refused(string path)
    {
        var request = new EngineApiRequest(HttpMethod.Delete, path, "remove a plugin");

        await FluentActions.Awaiting(() => Engine.SendAsync(request, Token)).Should().ThrowAsync<ArgumentException>();
        await FluentActions.Awaiting(() => Engine.OpenAsync(request, Token)).Should().ThrowAsync<ArgumentException>();

        Script.Requests.Should().BeEmpty();
    }

    private async Task RunEverythingAsync(bool fails)
    {
        var credential = new RegistryCredential("alice", Secret);
        var environment = new Dictionary<string, string> { ["PASSWORD"] = Secret };
        var plan = Image.Pull("host:5000/app", new PullOptions { Policy = PullPolicy.Always, Credential = credential })
            .Run(new ContainerSpec("sleep") { Environment = environment })
            .Exec(new ExecSpec("ls") { Environment = environment, StandardInput = Secret })
            .Commit("host:5000/my:1")
            .Push(credential)
            .On(Engine);

        Exception? error = null;
        try
        {
            await plan.ExecuteAsync(Token);
        }
        catch (ContainerKitException e)
        {
            error = e;
        }

        if (fails) error.Should().NotBeNull();
        else error.Should().BeNull();
        $"{plan} {error}".Should().NotContain(Secret).And.NotContain(Convert.ToBase64String("s3cret"u8)).And.NotContain("X-Registry-Auth");
        Logs.Lines.Should().NotBeEmpty().And.NotContain(line => line.Contains(Secret));
    }
}
