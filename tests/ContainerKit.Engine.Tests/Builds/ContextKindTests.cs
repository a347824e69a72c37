using System.Diagnostics;
using System.Net.Sockets;

namespace ContainerKit.Engine.Tests.Builds;

/// <summary>Build contexts with unusual files, with <c>docker build</c> as witness.</summary>
public sealed class ContextKindTests : BuildTest
{
    private const string CreateFiles = """
        printf 1 > caf$(printf '\351'); printf 2 > caf$(printf '\352'); mkfifo pipe; printf x > one; ln one two; ln -s one link
        printf 5 > "$(printf 'ä\nö')"; printf c > caps; PATH=$PATH:/usr/sbin:/sbin setcap cap_net_raw+ep caps 2>/dev/null || true
        """;

    private const string Describe = "cd /c; ls -la | awk '{print $1, $2, $3, $5, $9, $10, $11}' | sort; ls | od -c; cat caf* one two link";

    [DockerFact]
    public async Task Files_of_all_kinds_are_in_the_image_as_with_the_Docker_CLI()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The kinds are those of Linux.");
        using var folder = new TemporaryFolder().With("Dockerfile", OnBusybox("COPY . /c"));
        await RunShellAsync(folder, CreateFiles);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(folder.At("socket")));
        socket.Listen();
        using var classic = new EnvironmentScope(("DOCKER_BUILDKIT", "0"));
        try
        {
            await DockerCli.GetOutputAsync("build", "--quiet", "--no-cache", "--tag", Unique("cli"), folder.Path);
            var expected = await Image.Local(Unique("cli")).Run(Spec("sh", "-c", Describe)).Output().ExecuteAsync(Token);

            var spec = new BuildSpec(folder.Path) { NoCache = true, Builder = BuilderKind.Classic };
            var actual = await Image.Build(spec).Run(Spec("sh", "-c", Describe)).Output().ExecuteAsync(Token);
            actual.Should().Be(expected).And.NotContain("socket");

            var buildKit = Image.Build(spec with { Builder = BuilderKind.BuildKit })
                .Run(Spec("sh", "-c", "ls /c; cat /c/caf* /c/one /c/two")).Output();
            try
            {
                (await buildKit.ExecuteAsync(Token)).Should().EndWith("12xx").And.NotContain("socket");
            }
            catch (BuildFailedException e) when (e.Message.Contains("string field contains invalid UTF-8"))
            {
                // The BuildKit of Docker 28 rejects the names of files that are not UTF-8.
                await RunShellAsync(folder, "rm caf*; touch caf");
                (await buildKit.ExecuteAsync(Token)).Should().EndWith("xx").And.NotContain("socket");
            }
        }
        finally
        {
            // .NET cannot delete a name that is not UTF-8.
            await RunShellAsync(folder, "rm caf*");
        }
    }

    [DockerFact]
    public async Task A_file_that_a_NET_process_holds_open_exclusively_is_built()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Windows does not share such files.");
        using var folder = new TemporaryFolder().With("Dockerfile", OnBusybox("COPY . /c")).With("held", "content");
        await using var held = new FileStream(folder.At("held"), FileMode.Open, FileAccess.Write, FileShare.None);

        (await Image.Build(folder.Path).Run(Spec("cat", "/c/held")).Output().ExecuteAsync(Token)).Should().Be("content");
    }

    [DockerFact]
    public async Task A_folder_with_a_lower_case_dockerfile_only_is_built_with_both_builders()
    {
        using var folder = new TemporaryFolder().With("dockerfile", OnBusybox("COPY a /a")).With("a", "lower");
        foreach (var builder in (BuilderKind[])[BuilderKind.Classic, BuilderKind.BuildKit])
        {
            (await Image.Build(new BuildSpec(folder.Path) { Builder = builder }).Run(Spec("cat", "/a")).Output().ExecuteAsync(Token))
                .Should().Be("lower");
        }
    }

    [DockerFact]
    [Requires(EngineFeature.BuildKit)]
    public async Task A_dockerignore_that_excludes_itself_is_in_no_image()
    {
        using var folder = new TemporaryFolder().With("Dockerfile", OnBusybox("ADD . /test"))
            .With(".dockerignore", "Dockerfile\n.dockerignore\n").With("kept", "k");
        var list = Spec("sh", "-c", "find /test -type f | sort");

        var classic = await Image.Build(new BuildSpec(folder.Path) { Builder = BuilderKind.Classic })
            .Run(list).Output().ExecuteAsync(Token);
        var buildKit = await Image.Build(new BuildSpec(folder.Path) { Builder = BuilderKind.BuildKit })
            .Run(list).Output().ExecuteAsync(Token);

        classic.Should().Be("/test/kept\n");
        buildKit.Should().Be("/test/kept\n");
    }

    [DockerFact]
    public async Task A_dockerignore_that_links_to_a_file_of_the_host_is_refused()
    {
        using var folder = new TemporaryFolder().With("a", "a");
        using var outside = new TemporaryFolder().With("secret", "a secret of this machine");
        File.CreateSymbolicLink(folder.At(".dockerignore"), outside.At("secret"));

        var failure = await FailsAsync(BuildSpec.FromText(OnBusybox("COPY . /c"), folder.Path));

        failure.Message.Should().Contain(folder.At(".dockerignore")).And.Contain("leads out").And.NotContain("a secret");
    }

    private static async Task RunShellAsync(TemporaryFolder folder, string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", script]) { WorkingDirectory = folder.Path })!;
        await shell.WaitForExitAsync(Token);
        shell.ExitCode.Should().Be(0);
    }
}
