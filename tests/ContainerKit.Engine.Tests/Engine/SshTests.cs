using System.Net.Sockets;
using System.Text;

namespace ContainerKit.Engine.Tests.Engine;

/// <summary>An engine over the system's ssh, with a real ssh server.</summary>
[Trait("Shard", "alone")]
public sealed class SshTests : EngineTest
{
    private const int LargeLength = 200_000_000;

    [DockerFact]
    public async Task Plan_over_ssh_runs_execs_and_commits_over_one_login()
    {
        using var host = new SshHost();
        var tag = Unique("image") + ":1";
        await using (var engine = host.Connect())
        {
            (await engine.ConnectAsync(Token)).Endpoint.Should().Be(host.Address.OriginalString);

            await Image.Local(Busybox).Run(Spec("sleep", "600")).Exec("touch", "/x").Commit(tag).On(engine)
                .ExecuteAsync(Token);

            (await Image.Local(tag).Run("ls", "/x").Output().On(engine).ExecuteAsync(Token)).Trim().Should().Be("/x");
            (await DockerCli.GetOutputAsync("--host", host.Address.OriginalString, "run", "--rm", tag, "ls", "/x")).Should().Be("/x");
            await engine.Client.Images.DeleteImageAsync(tag, new() { Force = true }, Token);
        }

        host.Connections.Count(each => each.Contains("ControlMaster=yes")).Should().Be(1, "the processes share a login");
        host.Connections.Count(each => each.Contains("ControlMaster=no")).Should().BeLessThan(8);
        await host.WaitUntilNoProcessAsync();
    }

    [DockerFact]
    public async Task Published_port_over_ssh_is_reached_on_the_host_of_an_alias()
    {
        using var host = new SshHost();
        await using var engine = new DockerEngine(new DockerEngineOptions { Endpoint = new Uri("ssh://containerkit-alias") });
        await using var container = await Image.Local(Busybox)
            .Run(Spec("sh", "-c", "echo -e 'HTTP/1.0 200 OK\\r\\n\\r\\nhello' | nc -l -p 80; sleep 600") with { Publish = ["80"] })
            .On(engine).ExecuteAsync(Token);

        var address = await container.GetPublishedPortAsync(80, Token);

        address.Host.Should().Be("127.0.0.1");
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, Token);
    }

    [DockerFact]
    public async Task Terminal_over_ssh_closes_its_input_and_returns_the_exit_code()
    {
        using var host = new SshHost();
        await using var engine = host.Connect();
        await using var container = await Image.Local(Busybox).Run(Spec("sleep", "600")).On(engine).ExecuteAsync(Token);
        await using var terminal = await container.OpenTerminalAsync(
            new TerminalSpec("sh", "-c", "cat; echo oops >&2; exit 3") { Tty = false }, Token);

        await terminal.SendAsync("two", Token);
        await terminal.CloseInputAsync(Token);

        (await ReadAsync(terminal.Output), await ReadAsync(terminal.Error), await terminal.WaitAsync(Token))
            .Should().Be(("two", "oops\n", 3));
        await using var shell = await container.OpenTerminalAsync(new TerminalSpec("sh"), Token);
        await shell.ExpectAsync("# ", Token);
        await shell.SendLineAsync("exit 7", Token);
        (await shell.WaitAsync(Token)).Should().Be(7);
    }

    [DockerFact]
    public async Task Exec_over_ssh_passes_its_input_and_separates_its_outputs()
    {
        using var host = new SshHost();
        await using var engine = host.Connect();
        await using var container = await Image.Local(Busybox).Run(Spec("sleep", "600")).On(engine).ExecuteAsync(Token);
        var input = new byte[30_000_000];
        new Random(1).NextBytes(input);

        var result = await container.ExecAsync(
            new ExecSpec("sh", "-c", "echo oops >&2; cat") { StandardInput = ProcessInput.FromBytes(input) }, Token);
        var unread = await container.ExecAsync(new ExecSpec("true") { StandardInput = ProcessInput.FromBytes(input) }, Token);

        result.StdoutBytes.Span.SequenceEqual(input).Should().BeTrue();
        (result.Stderr, unread.ExitCode).Should().Be(("oops\n", 0));
    }

    [DockerFact]
    public async Task Followed_log_over_ssh_ends_its_process_when_it_is_canceled()
    {
        using var host = new SshHost();
        await using var engine = host.Connect();
        await using var container = await Image.Local(Busybox).Run(Spec("sh", "-c", "echo ready; sleep 600")).On(engine)
            .ExecuteAsync(Token);
        var before = 0;
        using var canceling = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var following = async () =>
        {
            await foreach (var line in container.LogsAsync(new LogOptions { Follow = true }, canceling.Token))
            {
                line.Text.Should().Be("ready");
                before = host.CountProcesses();
                await canceling.CancelAsync();
            }
        };
        await following.Should().ThrowAsync<OperationCanceledException>();

        await UntilAsync(() => Task.FromResult(host.CountProcesses() < before));
        (await container.ExecAsync(new ExecSpec("true"), Token)).ExitCode.Should().Be(0, "the shared login continues");
    }

    [DockerFact]
    public async Task Large_copy_over_ssh_is_complete_in_both_directions()
    {
        using var host = new SshHost();
        await using var engine = host.Connect();
        await using var container = await Image.Local(Busybox).Run(Spec("sleep", "600")).On(engine).ExecuteAsync(Token);
        var folder = Directory.CreateTempSubdirectory("ck-");
        var (sent, received) = (Path.Combine(folder.FullName, "sent"), Path.Combine(folder.FullName, "received"));
        await using (var file = File.Create(sent))
        {
            var part = new byte[1_000_000];
            new Random(1).NextBytes(part);
            for (var i = 0; i < LargeLength / part.Length; i++) await file.WriteAsync(part, Token);
        }

        await container.CopyInAsync(sent, "/sent", Token);
        await container.CopyOutAsync("/sent", received, Token);

        new FileInfo(received).Length.Should().Be(LargeLength);
        (await container.ExecAsync(new ExecSpec("sha256sum", "/sent"), Token)).Stdout.Should().StartWith(await HashAsync(received));
        (await HashAsync(sent)).Should().Be(await HashAsync(received));
        folder.Delete(recursive: true);
    }

    [DockerFact]
    public async Task Killed_ssh_connection_fails_requests_and_the_next_request_logs_in_again()
    {
        using var host = new SshHost();
        await using var engine = host.Connect();
        await using var container = await Image.Local(Busybox).Run(Spec("sleep", "600")).On(engine).ExecuteAsync(Token);
        var exec = container.ExecAsync(new ExecSpec("sh", "-c", "touch /started; sleep 600"), Token);
        await UntilAsync(async () => (await DockerCli.TryAsync("exec", container.Name, "test", "-e", "/started")).Code == 0);

        SshHost.KillConnections();

        await FluentActions.Awaiting(() => exec).Should().ThrowAsync<EngineUnavailableException>();
        (await container.ExecAsync(new ExecSpec("true"), Token)).ExitCode.Should().Be(0);
        host.Connections.Count(each => each.Contains("ControlMaster=yes")).Should().BeGreaterThan(1);
    }

    [DockerFact]
    public async Task Fifty_requests_at_once_over_ssh_succeed()
    {
        using var host = new SshHost();
        await using var engine = host.Connect();
        await using var container = await Image.Local(Busybox).Run(Spec("sleep", "600")).On(engine).ExecuteAsync(Token);

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => container.ExecAsync(new ExecSpec("echo", "x"), Token)));

        results.Should().OnlyContain(result => result.Stdout == "x\n");
        await engine.DisposeAsync();
        await host.WaitUntilNoProcessAsync();
    }

    [DockerFact]
    public async Task Disposing_a_container_after_its_engine_works_over_ssh()
    {
        using var host = new SshHost();
        var engine = host.Connect();
        var container = await Image.Local(Busybox).Run(Spec("sleep", "600")).On(engine).ExecuteAsync(Token);
        await engine.DisposeAsync();

        await container.DisposeAsync();

        (await DockerCli.ExistsAsync(container.Name)).Should().BeFalse();
        await host.WaitUntilNoProcessAsync();
    }

    [DockerFact]
    public async Task Socket_path_in_an_ssh_address_is_used_on_the_host()
    {
        using var host = new SshHost();
        var socket = new Uri((await DockerEngine.Default.ConnectAsync(Token)).Endpoint).AbsolutePath;
        var folder = Directory.CreateTempSubdirectory("ck-it's a ");
        File.CreateSymbolicLink(Path.Combine(folder.FullName, "x.sock"), socket);
        await using var engine = new DockerEngine(new DockerEngineOptions { Endpoint = new Uri(host.Address.OriginalString + socket) });
        await using var quoted = new DockerEngine(
            new DockerEngineOptions { Endpoint = new Uri($"{host.Address.OriginalString}{folder.FullName}/x.sock") });

        (await engine.PingAsync(Token)).OperatingSystem.Should().Be("linux");
        (await quoted.PingAsync(Token)).OperatingSystem.Should().Be("linux");
        folder.Delete(recursive: true);
    }

    [DockerFact]
    public async Task Context_with_an_ssh_endpoint_is_used()
    {
        using var host = new SshHost();
        var folder = Directory.CreateTempSubdirectory("ck-");
        using var scope = new EnvironmentScope(("DOCKER_CONFIG", folder.FullName), ("DOCKER_CONTEXT", null), ("DOCKER_HOST", null));
        await DockerCli.GetOutputAsync("context", "create", "remote", "--docker", "host=" + host.Address.OriginalString);
        await DockerCli.GetOutputAsync("context", "use", "remote");
        await using var engine = new DockerEngine();

        (await engine.ConnectAsync(Token)).Endpoint.Should().Be(host.Address.OriginalString);
        folder.Delete(recursive: true);
    }

    public static TheoryData<string, string, string, string> Failures => new()
    {
        { "IdentityFile {0}_without_docker", "", "not found", "The Docker CLI, which connections over ssh use on the host, is not in" },
        { "PubkeyAuthentication no", "", "Permission denied", "'ssh -o BatchMode=yes root@127.0.0.1 true'" },
        { "UserKnownHostsFile /dev/null", "", "Host key verification failed", "connecting once with 'ssh root@127.0.0.1'" },
        { "", "ssh://root@127.0.0.1:1", "Connection refused", "Check the port" },
        { "", "ssh://root@no-such-host.invalid", "Could not resolve hostname", "Check the name of the host" },
        { "", "{0}/no/such.sock", "dial unix /no/such.sock", "Start the engine on the host" },
        { "NoSuchOption yes", "", "Bad configuration option", "nosuchoption" },
    };

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Failures))]
    public async Task Failure_of_ssh_is_reported_in_its_words_with_a_remedy(
        string configuration, string address, string words, string remedy)
    {
        var key = Path.Join(Path.GetDirectoryName(Environment.GetEnvironmentVariable("CONTAINERKIT_SSH_CONFIG")), "user_key");
        using var host = new SshHost(configuration.Replace("{0}", key));
        var endpoint = address.Length == 0 ? host.Address : new Uri(address.Replace("{0}", host.Address.OriginalString));
        await using var engine = new DockerEngine(new DockerEngineOptions { Endpoint = endpoint });

        var error = await FluentActions.Awaiting(() => engine.ConnectAsync(Token)).Should().ThrowAsync<EngineUnavailableException>();

        error.Which.Attempts.Should().ContainSingle().Which.Reason
            .Should().StartWith("ssh ended with exit code ").And.ContainEquivalentOf(words).And.ContainEquivalentOf(remedy);
        await host.WaitUntilNoProcessAsync();
    }

    [DockerFact]
    public async Task Canceling_a_connection_attempt_leaves_no_ssh_process()
    {
        using var silent = new TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        using var host = new SshHost();
        await using var engine = new DockerEngine(
            new DockerEngineOptions { Endpoint = new Uri($"ssh://root@{silent.LocalEndpoint}") });
        using var canceling = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var connecting = engine.ConnectAsync(canceling.Token);
        using var accepted = await silent.AcceptTcpClientAsync(Token);

        await canceling.CancelAsync();

        await FluentActions.Awaiting(() => connecting).Should().ThrowAsync<OperationCanceledException>();
        await host.WaitUntilNoProcessAsync();
    }

    [DockerFact]
    public async Task Missing_ssh_program_is_reported()
    {
        using var host = new SshHost();
        using var scope = new EnvironmentScope(("PATH", "/nonexistent"));
        await using var engine = host.Connect();

        (await FluentActions.Awaiting(() => engine.ConnectAsync(Token)).Should().ThrowAsync<EngineUnavailableException>())
            .WithMessage("*needs the program ssh*Install the OpenSSH client*");
    }

    private static async Task<string> ReadAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(Token);
    }

    private static async Task<string> HashAsync(string path)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await System.Security.Cryptography.SHA256.HashDataAsync(file, Token));
    }
}
