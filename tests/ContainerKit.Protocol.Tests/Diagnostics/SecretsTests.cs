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
