using System.Diagnostics;
using System.Net.Sockets;
using ContainerKit.Http;

namespace ContainerKit.Engine.Tests.Engine;

/// <summary>An engine over the system's ssh, with a real ssh server. A test ends all connections of the server.</summary>
[Trait("Shard", "ssh")]
public sealed class SshTests : EngineTest
{
    [DockerFact]
    public async Task Plan_over_ssh_runs_execs_and_commits_over_one_login()
    {
        await using var host = new SshHost();
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
    public async Task Guard_of_an_ssh_connection_starts_no_program_of_PATH_but_ssh()
    {
        using var programs = new TemporaryFolder();
        var folder = Directory.CreateDirectory(programs.At("connection")).FullName;
        var fake = Path.Combine(programs.Path, "rm");
        await File.WriteAllTextAsync(fake, $"#!/bin/sh\ntouch {programs.Path}/started\n", Token);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(fake, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        SshProcess guard;
        using (new EnvironmentScope(("PATH", $"{programs.Path}:{Environment.GetEnvironmentVariable("PATH")}")))
            guard = SshProcess.StartGuard(folder, ["-V"]);

        using (guard) await guard.ReadToEndAsync(Token);

        Directory.Exists(folder).Should().BeFalse();
        File.Exists(Path.Combine(programs.Path, "started")).Should().BeFalse();
    }

    [DockerFact]
    public async Task Published_port_over_ssh_is_reached_on_the_host_of_an_alias()
    {
        await using var host = new SshHost();
        await using var engine = new DockerEngine(new DockerEngineOptions { Endpoint = new Uri("ssh://containerkit-alias") });
        await using var container = await Image.Local(Busybox)
            .Run(Spec("sh", "-c", "echo -e 'HTTP/1.0 200 OK\\r\\n\\r\\nhello' | nc -l -p 80; sleep 600") with { Publish = ["80"] })
            .On(engine).ExecuteAsync(Token);

        var address = await container.GetPublishedPortAsync(80, Token);

        address.Host.Should().Be("127.0.0.1");
        (await DockerEngine.DiagnoseAsync(new DockerEngineOptions { Endpoint = new Uri("ssh://containerkit-alias") }, Token))
            .PublishedHost.Should().Be("127.0.0.1");
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, Token);
    }

    [DockerFact]
    public async Task Followed_log_over_ssh_ends_its_process_when_it_is_canceled()
    {
        await using var host = new SshHost();
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
    public async Task Killed_ssh_connection_fails_requests_and_the_next_request_logs_in_again()
    {
        await using var host = new SshHost();
        await using var engine = host.Connect();
        await using var container = await Image.Local(Busybox).Run(Spec("sleep", "600")).On(engine).ExecuteAsync(Token);
        var exec = container.ExecAsync(new ExecSpec("sh", "-c", "touch /started; sleep 600"), Token);
        await UntilAsync(async () => (await DockerCli.TryAsync("exec", container.Name, "test", "-e", "/started")).Code == 0);

        SshHost.KillConnections();

        (await FluentActions.Awaiting(() => exec).Should().ThrowAsync<EngineUnavailableException>())
            .WithMessage($"*the engine at {host.Address.OriginalString} failed: ssh ended with exit code 255: *");
        (await container.ExecAsync(new ExecSpec("true"), Token)).ExitCode.Should().Be(0);
        host.Connections.Count(each => each.Contains("ControlMaster=yes")).Should().BeGreaterThan(1);
    }

    [DockerFact]
    public async Task Requests_at_once_over_ssh_use_several_logins()
    {
        await using var host = new SshHost();
        await using var engine = host.Connect();
        await using var container = await Image.Local(Busybox).Run(Spec("sleep", "600")).On(engine).ExecuteAsync(Token);

        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => container.ExecAsync(new ExecSpec("echo", "x"), Token)));

        results.Should().OnlyContain(result => result.Stdout == "x\n");
        host.Connections.Count(each => each.Contains("ControlMaster=yes")).Should().BeGreaterThan(1, "a login has few sessions");
        await engine.DisposeAsync();
        await host.WaitUntilNoProcessAsync();
    }

    [DockerFact]
    public async Task Disposing_a_container_after_its_engine_works_over_ssh()
    {
        await using var host = new SshHost();
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
        await using var host = new SshHost();
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
        await using var host = new SshHost();
        var folder = Directory.CreateTempSubdirectory("ck-");
        using var scope = new EnvironmentScope(("DOCKER_CONFIG", folder.FullName), ("DOCKER_CONTEXT", null), ("DOCKER_HOST", null));
        await DockerCli.GetOutputAsync("context", "create", "remote", "--docker", "host=" + host.Address.OriginalString);
        await DockerCli.GetOutputAsync("context", "use", "remote");
        await using var engine = new DockerEngine();

        (await engine.ConnectAsync(Token)).Endpoint.Should().Be(host.Address.OriginalString);
        folder.Delete(recursive: true);
    }

    [DockerFact]
    public async Task Engine_behind_a_jump_host_is_reached_as_by_the_Docker_CLI()
    {
        var jump = SshHost.JumpAddress;
        await using var host = new SshHost(
            $"Host containerkit-inner\nPort {new Uri(Environment.GetEnvironmentVariable("CONTAINERKIT_SSH")!).Port}\nUser root\n"
                + $"ProxyJump {jump.UserInfo}@{jump.Host}:{jump.Port}\n");
        var address = new Uri("ssh://containerkit-inner");
        await using (var engine = new DockerEngine(new DockerEngineOptions { Endpoint = address, PublishedHost = "127.0.0.1" }))
        {
            await using var container = await Image.Local(Busybox).Run(Spec("sh", "-c", "exec nc -l -p 80") with { Publish = [80] })
                .On(engine).ExecuteAsync(Token);
            using var client = new TcpClient();
            var port = await container.GetPublishedPortAsync(80, Token);
            await client.ConnectAsync(port.Host, port.Port, Token);

            (await DockerCli.GetOutputAsync("--host", address.OriginalString, "inspect", "--format", "{{.Id}}", container.Name))
                .Should().Be(container.Id);
            host.CountProcesses("-W [containerkit-inner]").Should().BePositive("the jump host forwards the connection");
        }

        await host.WaitUntilNoProcessAsync();
    }

    [DockerFact]
    public async Task Killed_process_with_busy_connections_leaves_no_ssh_process()
    {
        await using var host = new SshHost();
        await using var container = await Image.Local(Busybox).Run(Spec("sh", "-c", "echo ready; sleep 600")).ExecuteAsync(Token);
        await using var app = Sessions.CrashTestApp.Start(
            "attach", new Dictionary<string, string> { ["DOCKER_HOST"] = host.Address.OriginalString, ["CK_CONTAINER"] = container.Name });
        await app.WaitUntilCreatedAsync();
        host.CountProcesses().Should().BeGreaterThan(3, "a login and the connections of a log, an exec and a terminal");

        await app.KillAsync();

        await host.WaitUntilNoProcessAsync();
        (await container.InspectAsync(Token)).IsRunning.Should().BeTrue("only the connections end");
    }

    [DockerFact]
    public async Task Watchdog_removes_the_resources_of_a_killed_process_over_ssh_with_its_agent()
    {
        await using var host = new SshHost(hasKeyFile: false);
        using var folder = new TemporaryFolder();
        var socket = folder.At("agent");
        using var agent = Process.Start("ssh-agent", ["-D", "-a", socket]);
        try
        {
            await UntilAsync(() => Task.FromResult(File.Exists(socket)));
            using var scope = new EnvironmentScope(("SSH_AUTH_SOCK", socket));
            using var adding = Process.Start(new ProcessStartInfo("ssh-add", ["-q", SshHost.KeyFile]) { RedirectStandardError = true })!;
            await adding.WaitForExitAsync(Token);
            await using var app = await Sessions.CrashTestApp.StartAndWaitAsync(
                "wait", new Dictionary<string, string> { ["DOCKER_HOST"] = host.Address.OriginalString });
            (await app.GetCurrentLeftoversAsync()).Should().HaveCount(4, "a container, a network, a volume and an image");

            await app.KillAsync();

            (await app.GetFinalLeftoversAsync()).Should().BeEmpty();
            await host.WaitUntilNoProcessAsync();
        }
        finally
        {
            agent.Kill();
        }
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
        await using var host = new SshHost(configuration.Replace("{0}", SshHost.KeyFile));
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
        await using var host = new SshHost();
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
        await using var host = new SshHost();
        using var scope = new EnvironmentScope(("PATH", "/nonexistent"));
        await using var engine = host.Connect();

        (await FluentActions.Awaiting(() => engine.ConnectAsync(Token)).Should().ThrowAsync<EngineUnavailableException>())
            .WithMessage("*needs the program ssh*Install the OpenSSH client*");
    }
}
