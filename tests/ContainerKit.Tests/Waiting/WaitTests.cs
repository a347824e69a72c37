using System.Data.Common;
using System.Net;
using System.Text.RegularExpressions;

namespace ContainerKit.Tests.Waiting;

/// <summary>Validation and display of waits, before they run.</summary>
public sealed partial class WaitTests
{
    public static TheoryData<Wait, string> WaitTexts => new()
    {
        { Wait.ForPort(80), "port 80" },
        { Wait.ForLog("ready"), "log line \"ready\"" },
        { Wait.ForLog(Pattern(), 2), "2 times log line /^ready$/" },
        { Wait.ForHttp(8080), "http GET / on port 8080" },
        { Wait.ForHttp(8443, "/health?key=secret", new HttpWaitOptions { Tls = true, Method = HttpMethod.Head }),
            "https HEAD /health on port 8443" },
        { Wait.ForHealthy(), "health" },
        { Wait.ForCommand("test", "-e", "/a b"), "command `test -e '/a b'`" },
        { Wait.ForFile("/run/ready"), "file /run/ready" },
        { Wait.ForExit(), "exit with code 0" },
        { Wait.ForExit(ExitCodes.Any), "exit with code any" },
        { Wait.ForDatabase(Factory.Instance, 5432, _ => "Password=secret"), "database on port 5432" },
        { Wait.ForDatabase(Factory.Instance, (_, _) => Task.FromResult("Password=secret")), "database" },
        { Wait.ForServer(4222, "NATS", (_, _) => Task.FromResult(true)), "NATS on port 4222" },
        { Wait.For("the queue", (_, _) => Task.FromResult(true)), "the queue" },
        { Wait.ForPort(80).WithTimeout(TimeSpan.FromSeconds(1.5)), "port 80 within 1.5 s" },
        { Wait.All(Wait.ForPort(80),
            Wait.Any(Wait.ForHealthy(), Wait.ForLog("up")).WithTimeout(TimeSpan.FromSeconds(9))),
            "all of (port 80; any of (health; log line \"up\") within 9 s)" },
    };

    [Theory]
    [MemberData(nameof(WaitTexts), DisableDiscoveryEnumeration = true)]
    public void A_wait_is_shown_on_one_line(Wait wait, string text) => wait.ToString().Should().Be(text);

    [Fact]
    public void WithTimeout_returns_a_new_wait_and_does_not_change_the_original()
    {
        var wait = Wait.ForPort(80);

        wait.WithTimeout(TimeSpan.FromSeconds(5)).Should().NotBeSameAs(wait);

        wait.ToString().Should().Be("port 80");
        wait.Timeout.Should().Be(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void WithTimeoutHint_returns_a_new_wait_with_the_same_condition_and_timeout()
    {
        var wait = Wait.ForPort(80).WithTimeout(TimeSpan.FromSeconds(5));

        var copy = wait.WithTimeoutHint("Increase StartTimeout.");

        copy.ToString().Should().Be("port 80 within 5 s");
        copy.TimeoutHint.Should().Be("Increase StartTimeout.");
        wait.TimeoutHint.Should().Contain("WithTimeout");
    }

    [Fact]
    public void A_composite_wait_does_not_change_when_the_caller_changes_the_array_afterwards()
    {
        Wait[] parts = [Wait.ForPort(80), Wait.ForHealthy()];
        var (all, any) = (Wait.All(parts), Wait.Any(parts));

        parts[0] = Wait.ForPort(81);

        all.Parts[0].ToString().Should().Be("port 80");
        any.Parts[0].ToString().Should().Be("port 80");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(100 * 24 * 3600)]
    public void An_invalid_wait_timeout_is_rejected(int seconds) =>
        FluentActions.Invoking(() => Wait.ForPort(80).WithTimeout(TimeSpan.FromSeconds(seconds)))
            .Should().Throw<ArgumentOutOfRangeException>();

    public static TheoryData<Action, string> InvalidWaits => new()
    {
        { () => Wait.ForPort(0), "1 to 65535" },
        { () => Wait.ForPort(65536), "1 to 65535" },
        { () => Wait.ForPort(53, PortProtocol.Udp), "log line, a command or the health check" },
        { () => Wait.ForPort(132, PortProtocol.Sctp), "log line, a command or the health check" },
        { () => Wait.ForHttp(0), "1 to 65535" },
        { () => Wait.ForHttp(80, "health"), "begins with a slash" },
        { () => Wait.ForHttp(80, ""), "begins with a slash" },
        { () => Wait.ForHttp(80, "/", new HttpWaitOptions { TrustAnyCertificate = true }), "set HttpWaitOptions.Tls too" },
        { () => _ = new HttpWaitOptions { RequestTimeout = TimeSpan.Zero }, "longer than zero" },
        { () => _ = new HttpWaitOptions { Headers = new Dictionary<string, string> { ["a b"] = "c" } },
            "'a b' is no header" },
        { () => _ = new HttpWaitOptions { Headers = new Dictionary<string, string> { ["X-Key"] = "a\r\nb" } }, "'X-Key'" },
        { () => _ = new HttpWaitOptions { Headers = new Dictionary<string, string> { ["Content-Type"] = "text/plain" } },
            "'Content-Type'" },
        { () => Wait.ForLog(""), "empty" },
        { () => Wait.ForLog("one\ntwo"), "leave the line end out" },
        { () => Wait.ForLog("ready", 0), "occurrence" },
        { () => Wait.ForLog(Pattern(), 0), "occurrence" },
        { () => Wait.ForCommand(), "needs a command" },
        { () => Wait.ForFile("run/ready"), "begin it with '/'" },
        { () => Wait.For(" ", (_, _) => Task.FromResult(true)), "description" },
        { () => Wait.ForDatabase(Factory.Instance, 0, _ => ""), "1 to 65535" },
        { () => Wait.ForServer(0, "NATS", (_, _) => Task.FromResult(true)), "1 to 65535" },
        { () => Wait.ForServer(4222, " ", (_, _) => Task.FromResult(true)), "name" },
        { () => Wait.ForPort(80).WithTimeoutHint(""), "hint" },
        { () => Wait.All(), "at least one" },
        { () => Wait.Any(Wait.ForPort(80), null!), "null" },
    };

    [Theory]
    [MemberData(nameof(InvalidWaits), DisableDiscoveryEnumeration = true)]
    public void An_invalid_wait_is_rejected_when_it_is_created(Action create, string remedy) =>
        create.Should().Throw<ArgumentException>().Which.Message.Should().Contain(remedy);

    [Fact]
    public void HTTP_wait_options_do_not_change_when_the_caller_changes_the_collections_afterwards()
    {
        var headers = new Dictionary<string, string> { ["Host"] = "web" };
        HttpStatusCode[] statuses = [HttpStatusCode.NoContent];
        var options = new HttpWaitOptions { Headers = headers, Statuses = statuses };

        headers.Clear();
        statuses[0] = HttpStatusCode.NotFound;

        options.Headers.Should().ContainKey("Host");
        options.Statuses.Should().Equal(HttpStatusCode.NoContent);
    }

    [Fact]
    public void The_text_of_a_plan_shows_its_waits()
    {
        var run = Image.Pull("redis").Run(new ContainerSpec { Publish = [6379], Wait = Wait.ForPort(6379) })
            .WaitFor(Wait.ForLog("Ready"));

        run.ToString().Should().Be("pull redis:latest → run -p 6379, wait for port 6379 → wait for log line \"Ready\"");
    }

    [GeneratedRegex("^ready$")]
    private static partial Regex Pattern();

    private sealed class Factory : DbProviderFactory
    {
        public static Factory Instance { get; } = new();
    }
}
