using System.Security.Cryptography;
using System.Text;

namespace ContainerKit.Engine.Tests.Engine;

/// <summary>
/// The same work over each kind of endpoint: a Unix socket, a TCP port with mutual TLS, and ssh. The Docker CLI checks the results
/// over the same endpoint.
/// </summary>
[Trait("Shard", "ssh")]
public sealed class EndpointKindTests(EndpointEngines engines) : EngineTest, IClassFixture<EndpointEngines>
{
    private const long CopyLength = 1_000_000_000;
    private const int InputLength = 10_000_000;

    public static TheoryData<EndpointKind> Kinds => [EndpointKind.Socket, EndpointKind.Tls, EndpointKind.Ssh];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Kinds))]
    public async Task Plan_pulls_runs_execs_and_commits(EndpointKind kind)
    {
        var engine = engines.Get(kind);
        var tag = Unique("image") + ":1";

        var image = await Image.Pull(await engines.GetImageAsync(kind)).Run(Spec("sleep", "600")).Exec("touch", "/x").Commit(tag)
            .On(engine).ExecuteAsync(Token);

        (await image.RunAsync(Spec("ls", "/x"), Token).ThenOutputAsync()).Should().Be("/x\n");
        (await engines.GetCliOutputAsync(kind, "run", "--rm", tag, "ls", "/x")).Should().Be("/x");
        (await engines.GetCliOutputAsync(kind, "image", "inspect", "--format", "{{.Id}}", tag)).Should().Be(image.Id);
        await image.RemoveAsync(Token);
        (await ListContainersAsync(kind)).Should().BeEmpty("the plan removes its container");
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Kinds))]
    public async Task Terminal_reads_the_output_after_its_input_is_closed(EndpointKind kind)
    {
        const string Script = "cat; echo later; echo oops >&2; exit 3";
        await using var container = await SleeperOnAsync(kind);
        await using var terminal = await container.OpenTerminalAsync(new TerminalSpec("sh", "-c", Script) { Tty = false }, Token);

        await terminal.SendAsync("two\n", Token);
        await terminal.CloseInputAsync(Token);

        (await ReadAsync(terminal.Output), await ReadAsync(terminal.Error), await terminal.WaitAsync(Token))
            .Should().Be(("two\nlater\n", "oops\n", 3));
        (await engines.GetCliOutputWithInputAsync(kind, "two\n", "exec", "--interactive", container.Name, "sh", "-c", "cat; echo later"))
            .Should().Be("two\nlater");
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Kinds))]
    public async Task Terminal_with_a_TTY_has_its_size_and_interrupts_a_command(EndpointKind kind)
    {
        await using var container = await SleeperOnAsync(kind);
        await using var terminal = await container.OpenTerminalAsync(new TerminalSpec("sh") { Size = new TerminalSize(90, 20) }, Token);

        // One process group: between two commands of the interactive shell, Ctrl-C would reach neither of them.
        await terminal.SendLineAsync("sh -c 'stty size; sleep 600'", Token);
        await terminal.ExpectAsync("20 90", Token);
        await terminal.ResizeAsync(new TerminalSize(100, 30), Token);
        await terminal.SendKeysAsync(Keys.CtrlC);
        await terminal.SendLineAsync("stty size; exit 7", Token);
        await terminal.ExpectAsync("30 100", Token);

        (await terminal.WaitAsync(Token)).Should().Be(7);
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Kinds))]
    public async Task Exec_passes_its_input_and_separates_its_outputs(EndpointKind kind)
    {
        await using var container = await SleeperOnAsync(kind);
        var input = new byte[InputLength];
        new Random(1).NextBytes(input);

        var result = await container.ExecAsync(
            new ExecSpec("sh", "-c", "echo oops >&2; cat") { StandardInput = ProcessInput.FromBytes(input) }, Token);
        var unread = await container.ExecAsync(new ExecSpec("true") { StandardInput = ProcessInput.FromBytes(input) }, Token);

        result.StdoutBytes.Span.SequenceEqual(input).Should().BeTrue();
        (result.Stderr, unread.ExitCode).Should().Be(("oops\n", 0));
    }

    [Theory(Timeout = 300_000)]
    [MemberData(nameof(Kinds))]
    public async Task Copy_of_a_gigabyte_is_complete_in_both_directions(EndpointKind kind)
    {
        await using var container = await SleeperOnAsync(kind);
        await using var content = new GeneratedStream(CopyLength);

        await container.WriteStreamAsync("/copy", content, CopyLength, new WriteFileOptions(), Token);

        (await engines.GetCliOutputAsync(kind, "exec", container.Name, "stat", "-c", "%s", "/copy")).Should().Be($"{CopyLength}");
        await using var received = await container.OpenReadAsync("/copy", Token);
        Convert.ToHexStringLower(await SHA256.HashDataAsync(received, Token)).Should().Be(content.GetHash());
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Kinds))]
    public async Task Followed_log_returns_each_line_when_it_is_written(EndpointKind kind)
    {
        await using var container = await RunOnAsync(
            kind, "for i in 1 2 3; do echo line $i; until test -e /read$i; do sleep 0.05; done; done");
        var lines = new List<string>();

        await foreach (var line in container.LogsAsync(new LogOptions { Follow = true }, Token))
        {
            lines.Add(line.Text);
            // The container writes its next line, or exits, only after this one was read.
            await container.WriteTextAsync($"/read{lines.Count}", "", Token);
        }

        lines.Should().Equal("line 1", "line 2", "line 3");
        (await engines.GetCliOutputAsync(kind, "logs", container.Name)).Should().Be(string.Join('\n', lines));
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Kinds))]
    public async Task Canceled_plan_removes_its_container(EndpointKind kind)
    {
        using var canceling = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = Image.Local(await engines.GetImageAsync(kind)).Run(Spec("sleep", "600")).Exec("sleep", "600").On(engines.Get(kind))
            .ExecuteAsync(canceling.Token);
        await UntilAsync(async () => (await ListContainersAsync(kind)).Length > 0);

        await canceling.CancelAsync();

        (await FluentActions.Awaiting(() => running).Should().ThrowAsync<OperationCanceledException>())
            .Which.CancellationToken.Should().Be(canceling.Token);
        (await ListContainersAsync(kind)).Should().BeEmpty();
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Kinds))]
    public async Task Canceled_streams_leave_the_engine_usable(EndpointKind kind)
    {
        await using var container = await RunOnAsync(kind, "echo ready; sleep 600");
        using var following = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var copying = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var executing = CancellationTokenSource.CreateLinkedTokenSource(Token);

        await FluentActions.Awaiting(async () =>
        {
            var lines = container.LogsAsync(new LogOptions { Follow = true }, following.Token);
            await foreach (var line in lines) await following.CancelAsync();
        }).Should().ThrowAsync<OperationCanceledException>();
        await using var content = new GeneratedStream(CopyLength, position =>
        {
            if (position >= InputLength) copying.Cancel();
        });
        await FluentActions.Awaiting(() => container.WriteStreamAsync("/part", content, CopyLength, new WriteFileOptions(), copying.Token))
            .Should().ThrowAsync<OperationCanceledException>();
        var exec = container.ExecAsync(new ExecSpec("sh", "-c", "touch /started; exec sleep 601"), executing.Token);
        await UntilAsync(async () => await container.StatAsync("/started", Token) is not null);
        await executing.CancelAsync();
        await FluentActions.Awaiting(() => exec).Should().ThrowAsync<OperationCanceledException>();

        (await container.ExecAsync(["echo", "usable"], Token)).Stdout.Should().Be("usable\n");
        (await engines.GetCliOutputAsync(kind, "exec", container.Name, "ps", "-o", "args")).Should().NotContain("sleep 601");
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Kinds))]
    public async Task Published_port_is_reached_without_a_setting(EndpointKind kind)
    {
        var spec = Spec("sh", "-c", "mkdir /www; echo page > /www/index.html; exec httpd -f -p 80 -h /www");
        await using var container = await Image.Local(await engines.GetImageAsync(kind))
            .Run(spec with { Publish = [80], Wait = Wait.ForHttp(80, "/") }).On(engines.Get(kind)).ExecuteAsync(Token);
        using var http = new HttpClient();

        var address = await container.GetPublishedPortAsync(80, Token);

        (await http.GetStringAsync(new Uri($"http://{address}/"), Token)).Should().Be("page\n");
        (await engines.GetCliOutputAsync(kind, "port", container.Name, "80")).Should().EndWith($":{address.Port}");
    }

    private Task<Container> SleeperOnAsync(EndpointKind kind) => RunOnAsync(kind, "sleep 600");

    private async Task<Container> RunOnAsync(EndpointKind kind, string script) =>
        await Image.Local(await engines.GetImageAsync(kind)).Run(Spec("sh", "-c", script)).On(engines.Get(kind)).ExecuteAsync(Token);

    // The containers of this test, as the Docker CLI lists them.
    private Task<string> ListContainersAsync(EndpointKind kind)
    {
        var (name, value) = Mark.Single();
        return engines.GetCliOutputAsync(kind, "ps", "--all", "--quiet", "--filter", $"label={name}={value}");
    }

    private static async Task<string> ReadAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(Token);
    }
}
