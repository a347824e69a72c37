using System.Reflection;
using ContainerKit.Testing.Snapshots;

namespace ContainerKit.Services.Tests.Snapshots;

/// <summary>When a snapshot is the same as another, and when it is not: told by the tag, before anything is made.</summary>
public sealed class RecipeTests : EngineTest
{
    private static readonly ContainerSpec _spec = new("sleep", "infinity") { Environment = new Dictionary<string, string> { ["A"] = "1", ["B"] = "2" } };

    private static Snapshot Base => Snapshot.Of(Busybox, _spec);

    [DockerFact]
    public async Task Whatever_shapes_the_content_makes_another_snapshot()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "file");
        await File.WriteAllTextAsync(file, "content", Token);
        Snapshot[] all =
        [
            Base,
            Snapshot.Of("hello-world", _spec),
            Snapshot.Of(Busybox, _spec with { Command = ["sleep", "1"] }),
            Snapshot.Of(Busybox, _spec with { Command = ["sleep 1"] }),
            Snapshot.Of(Busybox, _spec with { Entrypoint = [] }),
            Snapshot.Of(Busybox, _spec with { Environment = new Dictionary<string, string> { ["A"] = "1", ["B"] = "3" } }),
            Snapshot.Of(Busybox, _spec with { User = "nobody" }),
            Snapshot.Of(Busybox, _spec with { Mounts = [Mount.Tmpfs("/data")] }),
            Base.Exec("true"),
            Base.Exec("true").Exec("true"),
            Base.Exec(new ExecSpec("true") { User = "nobody" }),
            Base.Exec(new ExecSpec("true") { StandardInput = "" }),
            Base.Exec(new ExecSpec("true") { StandardInput = "x" }),
            Base.Exec(new ExecSpec("true") { Environment = new Dictionary<string, string> { ["PASSWORD"] = "x" } }),
            Base.Do("true", (_, _) => Task.CompletedTask),
            Base.CopyIn(file, "/x"),
            Base.CopyIn(file, "/y"),
            Base.DependsOn(file),
            Base.DependsOn(folder.Path),
            Base.DependsOn(typeof(RecipeTests).Assembly),
            Base.DependsOn(typeof(Snapshot).Assembly),
        ];

        var tags = await Task.WhenAll(all.Select(TagAsync));

        tags.Should().OnlyHaveUniqueItems();
    }

    [DockerFact]
    public async Task The_same_described_again_is_the_same()
    {
        var other = new ContainerSpec("sleep", "infinity") { Environment = new Dictionary<string, string> { ["B"] = "2", ["A"] = "1" } };
        static Snapshot Steps(Snapshot of) => of.Exec(new ExecSpec("cat") { StandardInput = "x" }).Do("seed", (_, _) => Task.CompletedTask).DependsOn(typeof(Snapshot).Assembly);

        (await TagAsync(Steps(Snapshot.Of(Image.Pull(Busybox + ":latest"), other)))).Should().Be(await TagAsync(Steps(Base)));
    }

    [DockerFact]
    public async Task Where_it_is_reached_how_much_it_may_use_and_when_it_is_ready_make_no_other()
    {
        var other = _spec with { Publish = [80], MemoryBytes = 64 << 20, Wait = Wait.ForPort(80), Networks = ["bridge"], StopTimeout = TimeSpan.FromSeconds(1) };

        (await TagAsync(Snapshot.Of(Busybox, other))).Should().Be(await TagAsync(Base));
    }

    [DockerFact]
    public async Task Every_property_of_a_spec_is_part_of_the_recipe_or_known_to_shape_no_content()
    {
        // Whoever adds one to ContainerSpec decides here and in SnapshotSpecRules what it is.
        string[] shaping = ["Platform", "Entrypoint", "Command", "Environment", "WorkingDirectory", "User", "Groups", "Hostname", "DomainName", "Labels", "Mounts", "Tty", "OpenStdin", "Privileged"];
        string[] others =
        [
            "Name", "Wait", "Customize", "StdinOnce",
            "Publish", "PublishAll", "Networks", "HostGatewayAlias", "ExtraHosts", "MacAddress", "DnsServers", "DnsSearch", "DnsOptions",
            "MemoryBytes", "MemorySwapBytes", "MemoryReservationBytes", "Cpus", "CpuSet", "CpuShares", "PidsLimit", "Ulimits", "ShmSizeBytes", "OomScoreAdjust", "CgroupParent",
            "Restart", "MaximumRetryCount", "Init", "HealthCheck", "StopSignal", "StopTimeout", "LogDriver", "Runtime",
            "AddCapabilities", "DropCapabilities", "SecurityOptions", "ReadOnlyRoot", "Sysctls", "Devices", "DeviceRequests", "PidMode", "IpcMode", "UtsMode", "UsernsMode",
        ];

        typeof(ContainerSpec).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name)
            .Should().BeEquivalentTo([.. shaping, .. others]);
        (await TagAsync(Snapshot.Of(Busybox, new ContainerSpec { Hostname = "a", DomainName = "b", Groups = ["1"], Tty = true, OpenStdin = true, Privileged = true, Labels = Mark, WorkingDirectory = "/", Platform = "linux" })))
            .Should().NotBe(await TagAsync(Snapshot.Of(Busybox, new ContainerSpec())));
    }

    [DockerFact]
    public async Task A_folder_is_the_names_and_the_contents_of_its_files()
    {
        using var folder = new TemporaryFolder();
        var snapshot = Base.DependsOn(folder.Path);
        var tags = new List<string>();
        async Task NoteAsync() => tags.Add(await TagAsync(snapshot));

        Directory.CreateDirectory(Path.Combine(folder.Path, "sub"));
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "sub", "1.sql"), "one", Token);
        await NoteAsync();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "2.sql"), "two", Token);
        await NoteAsync();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "2.sql"), "TWO", Token);
        await NoteAsync();
        File.Move(Path.Combine(folder.Path, "2.sql"), Path.Combine(folder.Path, "3.sql"));
        await NoteAsync();
        tags.Should().OnlyHaveUniqueItems();

        File.SetLastWriteTimeUtc(Path.Combine(folder.Path, "3.sql"), DateTime.UnixEpoch);
        (await TagAsync(snapshot)).Should().Be(tags[^1]);
    }

    [DockerFact]
    public async Task A_relative_path_is_found_beside_the_program_and_one_that_is_nowhere_says_where_it_was_looked_for()
    {
        var program = Path.GetFileName(typeof(RecipeTests).Assembly.Location);
        (await TagAsync(Base.DependsOn(program))).Should().Be(await TagAsync(Base.DependsOn(typeof(RecipeTests).Assembly.Location)));

        (await FluentActions.Awaiting(() => TagAsync(Base.DependsOn("no/such/folder"))).Should().ThrowAsync<FileNotFoundException>())
            .Which.Message.Should().ContainAll("no/such/folder", Directory.GetCurrentDirectory(), AppContext.BaseDirectory);
    }

    [Theory]
    [InlineData("containerkit-snapshot/postgres:0123", true)]
    [InlineData("docker.io/containerkit-snapshot/postgres:0123", true)]
    [InlineData("localhost/containerkit-snapshot/postgres:0123", true)]
    [InlineData("localhost:5000/containerkit-snapshot/postgres:0123", false)]
    [InlineData("containerkit-snapshot:0123", false)]
    [InlineData("my/containerkit-snapshot/postgres:0123", false)]
    [InlineData("<none>:<none>", false)]
    public void A_snapshot_is_known_by_the_names_that_engines_give_it(string name, bool isOne) => SnapshotStore.IsSnapshotName(name).Should().Be(isOne);

    [Fact]
    public void What_copies_cannot_have_or_would_share_is_refused_when_it_is_described()
    {
        FluentActions.Invoking(() => Snapshot.Of(Busybox, _spec with { Name = "one" })).Should().Throw<ArgumentException>().WithMessage("*'one'*Run(spec*");
        FluentActions.Invoking(() => Snapshot.Of(Busybox, _spec with { Mounts = [Mount.Volume("data", "/data")] })).Should().Throw<ArgumentException>().WithMessage("*data:/data*ReadOnly*");
        FluentActions.Invoking(() => Snapshot.Of(Busybox, _spec with { Mounts = [Mount.Bind("/etc", "/data") with { ReadOnly = true }] })).Should().NotThrow();
        FluentActions.Invoking(() => Base.Exec(new ExecSpec("cat") { StandardInput = ProcessInput.FromStream(Stream.Null) })).Should().Throw<ArgumentException>().WithMessage("*only once*");
        FluentActions.Invoking(() => Base.WithName("Orders!")).Should().Throw<ArgumentException>().WithMessage("*'Orders!'*");
        FluentActions.Invoking(() => Base.CopyIn("x", "x")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Base.Do(" ", (_, _) => Task.CompletedTask)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Base.Run(spec => spec with { Restart = RestartPolicy.No, MaximumRetryCount = 1 })).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => PostgreSql.Snapshot().Run(spec => spec with { MaximumRetryCount = 1 })).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Snapshot.Prune(TimeSpan.FromDays(-1))).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void It_draws_itself_and_no_secret()
    {
        var snapshot = PostgreSql.Snapshot(new PostgreSqlSpec { Password = "hush", Scripts = ["select 1"] }).Do("migrate", (_, _) => Task.CompletedTask);

        snapshot.ToString().Should().StartWith("snapshot of pull postgres:15").And.Contain("psql").And.EndWith(", migrate)").And.NotContain("hush");
        snapshot.Run().ToString().Should().StartWith(snapshot.ToString());
        Base.Run(spec => spec with { Publish = [80] }).ToString().Should().Be($"{Base} → run -p 80 sleep infinity");
    }

    private static async Task<string> TagAsync(Snapshot snapshot) => await snapshot.Definition.ComputeTagAsync(await snapshot.Definition.Image.ExecuteAsync(Token), Token);
}
