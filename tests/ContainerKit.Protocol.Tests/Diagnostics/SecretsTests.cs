using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Diagnostics;

/// <summary>Passwords and values of environment variables, which never appear in a message or in the log.</summary>
public sealed class SecretsTests : ProtocolTest
{
    private const string Secret = "s3cret";

    protected override DockerEngineOptions Options => base.Options with { CleanupTimeout = TimeSpan.FromSeconds(1) };

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

        (error is not null).Should().Be(fails);
        $"{plan} {error}".Should().NotContain(Secret).And.NotContain(Convert.ToBase64String("s3cret"u8)).And.NotContain("X-Registry-Auth");
        Logs.Lines.Should().NotBeEmpty().And.NotContain(line => line.Contains(Secret));
    }
}
