using System.Text;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Diagnostics;

/// <summary>Engines and proxies that repeat a request in their error message, in every form in which they may quote it.</summary>
public sealed class RepeatedRequestTests : ProtocolTest
{
    private const string Secret = "s3cret-\"ä&<\\\nsecond line";

    private static readonly string[] _parts = ["s3cret", "second line", "second%20line", "second+line"];

    private readonly Dictionary<string, string> _environment = new() { ["PASSWORD"] = Secret };

    protected override DockerEngineOptions Options => base.Options with { CleanupTimeout = TimeSpan.FromSeconds(1) };

    [Theory(Timeout = 30_000)]
    [InlineData("POST /containers/create")]
    [InlineData("POST /containers/*/exec")]
    [InlineData("POST /commit")]
    [InlineData("POST /build")]
    [InlineData("POST /auth")]
    [InlineData("POST /images/create")]
    [InlineData("POST /images/*/push")]
    [InlineData("POST /volumes/create")]
    public async Task An_engine_that_repeats_a_request_reveals_no_secret(string request)
    {
        foreach (var (name, repeat) in Repetitions())
        {
            string? received = null;
            Script.On(request, exchange =>
            {
                received = repeat(exchange.Request);
                return exchange.RespondAsync(400, "text/plain", Encoding.UTF8.GetBytes($"invalid: {received} ."));
            });
            // The commit sends the configuration of the container.
            Script.On("GET /containers/*/json", exchange => exchange.JsonAsync(200, new System.Text.Json.Nodes.JsonObject
            {
                ["Id"] = HealthyEngine.ContainerId,
                ["Config"] = new System.Text.Json.Nodes.JsonObject { ["Env"] = new System.Text.Json.Nodes.JsonArray("PASSWORD=" + Secret) },
            }.ToJsonString()));

            var failure = await FluentActions.Awaiting(() => SendAsync(request)).Should().ThrowAsync<ContainerKitException>(name);

            received.Should().NotBeNull(name);
            ShouldReveal(nothingIn: failure.Which.ToString(), name);
            foreach (var line in Logs.Lines) ShouldReveal(line, name);
        }
    }

    [Theory(Timeout = 30_000)]
    [InlineData("POST /images/create")]
    [InlineData("POST /images/*/push")]
    [InlineData("POST /build")]
    public async Task An_error_in_a_progress_stream_that_repeats_the_request_reveals_no_secret(string request)
    {
        foreach (var (name, repeat) in Repetitions())
        {
            Script.On(request, exchange => exchange.LinesAsync(
                new System.Text.Json.Nodes.JsonObject { ["error"] = "invalid: " + repeat(exchange.Request) }.ToJsonString()));

            var failure = await FluentActions.Awaiting(() => SendAsync(request)).Should().ThrowAsync<ContainerKitException>(name);

            ShouldReveal(failure.Which.ToString(), name);
            foreach (var line in Logs.Lines) ShouldReveal(line, name);
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task A_secret_that_is_cut_at_the_end_of_a_long_error_message_is_redacted()
    {
        var start = new string('x', (64 * 1024) - 12) + " s3cret-\"ä&<";
        Script.On("POST /containers/*/exec", exchange =>
            exchange.RespondAsync(500, "text/plain", Encoding.UTF8.GetBytes(start + "\\\nsecond line and the rest")));

        var failure = await FluentActions.Awaiting(() => SendAsync("POST /containers/*/exec")).Should().ThrowAsync<EngineApiException>();

        failure.Which.EngineMessage.Should().EndWith("***");
        ShouldReveal(failure.Which.ToString(), "cut");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_secret_that_is_a_word_of_the_engine_does_not_change_the_kind_of_the_exception()
    {
        Script.On("POST /containers/*/exec", exchange => exchange.ErrorAsync(409, "Container c0ffee is not running"));
        Script.On("GET /containers/*/json", exchange =>
            exchange.JsonAsync(200, """{ "Id": "c0ffee", "State": { "Status": "exited", "ExitCode": 3 } }"""));
        var spec = new ExecSpec("ls") { Environment = new Dictionary<string, string> { ["MODE"] = "running" } };

        var failure = await FluentActions.Awaiting(() => Container.ExecAsync(spec, Token)).Should().ThrowAsync<ContainerExitedException>();

        failure.Which.ExitCode.Should().Be(3);
    }

    private static void ShouldReveal(string nothingIn, string because)
    {
        foreach (var part in _parts) nothingIn.Should().NotContain(part, because);
        // The password in base64, alone or in a header.
        nothingIn.Should().NotContain(Convert.ToBase64String("s3cret"u8), because).And.NotContain("czNjcmV0", because);
    }

    // The forms in which programs quote a text.
    private static IEnumerable<(string Name, Func<ScriptedRequest, string> Repeat)> Repetitions()
    {
        yield return ("body and headers", request =>
            request.Body + string.Concat(request.Headers.Select(header => $" {header.Key}: {header.Value}")));
        yield return ("query", request => request.Target);
        yield return ("decoded query", request => request.Query);
        yield return ("decoded headers", request => string.Join(' ', request.Headers.Values.Select(Decode)));
        yield return ("plain value", _ => $"\"PASSWORD={Secret}\"");
        yield return ("Go quoted", _ => @"""PASSWORD=s3cret-\""ä&<\\\nsecond line""");
        yield return ("Go JSON", _ => @"{""Env"":[""PASSWORD=s3cret-\""ä\u0026\u003c\\\nsecond line""]}");
        yield return ("one line of it", _ => "cannot parse: second line");
    }

    private static string Decode(string header)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(header.Replace('-', '+').Replace('_', '/')));
        }
        catch (FormatException)
        {
            return header;
        }
    }

    private Task SendAsync(string request)
    {
        var credential = new RegistryCredential("alice", Secret);
        return request switch
        {
            "POST /containers/create" => Image.Local("app").Create(new ContainerSpec("ls") { Environment = _environment }).On(Engine)
                .ExecuteAsync(Token),
            "POST /containers/*/exec" => Container.ExecAsync(new ExecSpec("ls") { Environment = _environment }, Token),
            "POST /commit" => Container.CommitAsync("my:1", Token),
            "POST /build" => Image.Build(BuildSpec.FromText("FROM host:5000/app\n") with
            {
                Arguments = _environment,
                Credentials = new Dictionary<string, RegistryCredential> { ["host:5000"] = credential },
            }).On(Engine).ExecuteAsync(Token),
            "POST /auth" => Engine.LoginAsync("host:5000", credential, Token),
            "POST /images/create" => Image.Pull("host:5000/app", new PullOptions { Policy = PullPolicy.Always, Credential = credential })
                .On(Engine).ExecuteAsync(Token),
            "POST /images/*/push" => Image.Local("host:5000/app:1").Push(credential).On(Engine).ExecuteAsync(Token),
            "POST /volumes/create" => Engine.CreateVolumeAsync(
                new VolumeSpec { Options = new Dictionary<string, string> { ["o"] = "username=a,password=" + Secret } }, Token),
            _ => throw new ArgumentOutOfRangeException(nameof(request)),
        };
    }
}
