using System.Reflection;
using ContainerKit.Services.Snapshots;

namespace ContainerKit.Services.Tests.Snapshots;

/// <summary>Equality of snapshots, which their tag decides before anything is created.</summary>
public sealed class SnapshotRecipeTests : EngineTest
{
    private static readonly ContainerSpec _spec =
        new("sleep", "infinity") { Environment = new Dictionary<string, string> { ["A"] = "1", ["B"] = "2" } };

    private static Snapshot Base => Snapshot.Of(Busybox, _spec);

    [DockerFact]
    public async Task Every_setting_that_affects_the_content_gives_another_snapshot()
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
            Base.DependsOn(typeof(SnapshotRecipeTests).Assembly),
            Base.DependsOn(typeof(Snapshot).Assembly),
        ];

        var tags = await Task.WhenAll(all.Select(TagAsync));

        tags.Should().OnlyHaveUniqueItems();
    }

    [DockerFact]
    public async Task An_equal_description_gives_the_same_snapshot()
    {
        var other = new ContainerSpec("sleep",
            "infinity")
        { Environment = new Dictionary<string, string> { ["B"] = "2", ["A"] = "1" } };
        static Snapshot AddSteps(Snapshot snapshot) =>
            snapshot.Exec(new ExecSpec("cat") { StandardInput = "x" }).Do("seed", (_, _) => Task.CompletedTask)
                .DependsOn(typeof(Snapshot).Assembly);

        (await TagAsync(AddSteps(Snapshot.Of(Image.Pull(Busybox + ":latest"), other))))
            .Should().Be(await TagAsync(AddSteps(Base)));
    }

    [DockerFact]
    public async Task Ports_limits_networks_and_waits_do_not_change_a_snapshot()
    {
        var other = _spec with
        {
            Publish = [80],
            MemoryBytes = 64 << 20,
            Wait = Wait.ForPort(80),
            Networks = ["bridge"],
            StopTimeout = TimeSpan.FromSeconds(1)
        };

        (await TagAsync(Snapshot.Of(Busybox, other))).Should().Be(await TagAsync(Base));
    }

    [DockerFact]
    public async Task Every_container_spec_property_is_in_the_snapshot_recipe_or_known_not_to_affect_it()
    {
        // Each new property of ContainerSpec must be added here and in SnapshotSpec.
        string[] affecting = ["Platform", "Entrypoint", "Command", "Environment", "WorkingDirectory", "User", "Groups",
            "Hostname", "DomainName", "Labels", "Mounts", "Tty", "OpenStdin", "Privileged"];
        string[] notAffecting =
        [
            "Name", "AutoRemove", "Wait", "Customize", "StdinOnce",
            "Publish", "PublishAll", "Networks", "HostGatewayAlias", "ExtraHosts", "MacAddress", "DnsServers",
                "DnsSearch", "DnsOptions",
            "MemoryBytes", "MemorySwapBytes", "MemoryReservationBytes", "Cpus", "CpuSet", "CpuShares", "PidsLimit",
                "Ulimits", "ShmSizeBytes", "OomScoreAdjust", "CgroupParent",
            "Restart", "MaximumRetryCount", "Init", "HealthCheck", "StopSignal", "StopTimeout", "LogDriver", "Runtime",
            "AddCapabilities", "DropCapabilities", "SecurityOptions", "ReadOnlyRoot", "Sysctls", "Devices",
                "DeviceRequests", "PidMode", "IpcMode", "UtsMode", "UsernsMode",
        ];

        typeof(ContainerSpec).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name)
            .Should().BeEquivalentTo([.. affecting, .. notAffecting]);
        (await TagAsync(
            Snapshot.Of(Busybox,
            new ContainerSpec
            {
                Hostname = "a",
                DomainName = "b",
                Groups = ["1"],
                Tty = true,
                OpenStdin = true,
                Privileged = true,
                Labels = Mark,
                WorkingDirectory = "/",
                Platform = "linux"
            })))
            .Should().NotBe(await TagAsync(Snapshot.Of(Busybox, new ContainerSpec())));
    }

    [DockerFact]
    public async Task A_snapshot_depends_on_the_names_and_contents_of_the_files_in_a_folder()
    {
        using var folder = new TemporaryFolder();
        var snapshot = Base.DependsOn(folder.Path);
        var tags = new List<string>();
        async Task RecordTagAsync() => tags.Add(await TagAsync(snapshot));

        Directory.CreateDirectory(Path.Combine(folder.Path, "sub"));
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "sub", "1.sql"), "one", Token);
        await RecordTagAsync();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "2.sql"), "two", Token);
        await RecordTagAsync();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "2.sql"), "TWO", Token);
        await RecordTagAsync();
        File.Move(Path.Combine(folder.Path, "2.sql"), Path.Combine(folder.Path, "3.sql"));
        await RecordTagAsync();
        tags.Should().OnlyHaveUniqueItems();

        File.SetLastWriteTimeUtc(Path.Combine(folder.Path, "3.sql"), DateTime.UnixEpoch);
        (await TagAsync(snapshot)).Should().Be(tags[^1]);
    }

    [DockerFact]
    public async Task A_relative_snapshot_dependency_is_found_next_to_the_program_or_reported_as_missing()
    {
        var program = Path.GetFileName(typeof(SnapshotRecipeTests).Assembly.Location);
        (await TagAsync(Base.DependsOn(program)))
            .Should().Be(await TagAsync(Base.DependsOn(typeof(SnapshotRecipeTests).Assembly.Location)));

        (await FluentActions.Awaiting(() => TagAsync(Base.DependsOn("no/such/folder")))
            .Should().ThrowAsync<FileNotFoundException>())
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
    public void A_snapshot_image_is_recognized_by_the_names_that_engines_give_it(string name, bool isSnapshot) =>
        SnapshotStore.IsSnapshotName(name).Should().Be(isSnapshot);

    [Fact]
    public void Snapshot_settings_that_copies_cannot_have_or_would_share_are_rejected()
    {
        FluentActions.Invoking(() => Snapshot.Of(Busybox, _spec with { Name = "one" }))
            .Should().Throw<ArgumentException>().WithMessage("*'one'*Run(spec*");
        FluentActions.Invoking(() => Snapshot.Of(Busybox, _spec with { Mounts = [Mount.Volume("data", "/data")] }))
            .Should().Throw<ArgumentException>().WithMessage("*data:/data*ReadOnly*");
        FluentActions.Invoking(
            () => Snapshot.Of(Busybox, _spec with { Mounts = [Mount.Bind("/etc", "/data") with { ReadOnly = true }] }))
            .Should().NotThrow();
        FluentActions.Invoking(
            () => Base.Exec(new ExecSpec("cat") { StandardInput = ProcessInput.FromStream(Stream.Null) }))
            .Should().Throw<ArgumentException>().WithMessage("*only once*");
        FluentActions.Invoking(() => Base.WithName("Orders!")).Should().Throw<ArgumentException>().WithMessage("*'Orders!'*");
        FluentActions.Invoking(() => Base.CopyIn("x", "x")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Base.Do(" ", (_, _) => Task.CompletedTask)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Base.Run(spec => spec with { Restart = RestartPolicy.No, MaximumRetryCount = 1 }))
            .Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => PostgreSql.Snapshot().Run(spec => spec with { MaximumRetryCount = 1 }))
            .Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Snapshot.Prune(TimeSpan.FromDays(-1))).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_snapshot_is_shown_without_secrets()
    {
        var snapshot = PostgreSql.Snapshot(new PostgreSqlSpec { Password = "hush", Scripts = ["select 1"] })
            .Do("migrate", (_, _) => Task.CompletedTask);

        snapshot.ToString()
            .Should().StartWith("snapshot of pull postgres:15").And.Contain("psql").And.EndWith(", migrate)")
            .And.NotContain("hush");
        snapshot.Run().ToString().Should().StartWith(snapshot.ToString());
        Base.Run(spec => spec with { Publish = [80] }).ToString().Should().Be($"{Base} → run -p 80 sleep infinity");
    }

    private static async Task<string> TagAsync(Snapshot snapshot) =>
        await snapshot.Definition.ComputeTagAsync(await snapshot.Definition.Image.ExecuteAsync(Token), Token);
}
