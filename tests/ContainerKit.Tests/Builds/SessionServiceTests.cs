using System.Text;
using ContainerKit.Builds;

namespace ContainerKit.Tests.Builds;

/// <summary>The services of a build session, called as by BuildKit.</summary>
public sealed class SessionServiceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ck-session-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Timeout = 30_000)]
    public async Task Secret_is_returned_by_its_id_and_an_unknown_one_is_not_found()
    {
        var service = new SecretsService(new Dictionary<string, byte[]> { ["known"] = "v"u8.ToArray() });
        await using var client = new GrpcClient(new GrpcServer(new Dictionary<string, Func<GrpcCall, Task>>
        {
            [SecretsService.GetSecretMethod] = UnaryMethod.Create(service.GetSecretAsync),
        }));

        var known = await client.CallAsync(SecretsService.GetSecretMethod, Message(1, "known"));
        var unknown = await client.CallAsync(SecretsService.GetSecretMethod, Message(1, "unknown"));
        var method = await client.CallAsync("/moby.sshforward.v1.SSH/CheckAgent", []);

        known.Status.Should().Be("0");
        UnaryMethod.ReadText(known.Messages.Single(), field: 1).Should().Be("v");
        unknown.Status.Should().Be("5");
        method.Status.Should().Be("12");
    }

    [Fact(Timeout = 30_000)]
    public async Task Context_is_listed_in_order_and_files_are_sent_on_request()
    {
        Write("Dockerfile", "FROM a");
        Write(".dockerignore", "Dockerfile\n.dockerignore\nlogs\n");
        foreach (var file in (string[])["a.txt", "a/z", "a-b", "\uFF5E", "\U0001F600", "logs/l"]) Write(file, "content of " + file);
        await using var client = Serve(out _);
        using var call = await client.StartAsync(FileSyncService.DiffCopyMethod, ("dir-name", "context"), ("exclude-patterns", "a-b"));

        var names = await ReadNamesAsync(call);
        await call.SendAsync(new ProtobufWriter().Write(1, 1).Write(3, names.IndexOf("a/z")).Written.ToArray());
        var data = ReadData((await call.ReadAsync())!);
        var end = ReadData((await call.ReadAsync())!);
        await call.SendAsync(new ProtobufWriter().Write(1, 3).Written.ToArray());
        var finish = (await call.ReadAsync())!;

        names.Should().Equal("a", "a/z", "a.txt", "\uFF5E", "\U0001F600");
        data.Should().Be("content of a/z");
        end.Should().BeEmpty();
        finish.Should().Equal(8, 3);
        (await call.ReadAsync()).Should().BeNull();
        call.Status.Should().Be("0");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("include-patterns", "src/*.cs", "src,src/a.cs")]
    [InlineData("followpaths", "link/a.cs", "link,src,src/a.cs")]
    [InlineData("followpaths", "src", "src,src/a.cs,src/b.txt,src/escape")]
    [InlineData("followpaths", "src/escape/passwd", "etc,etc/passwd,src,src/escape")]
    [InlineData("followpaths", "loop/x", "loop")]
    [InlineData("followpaths", ".", "etc,etc/passwd,link,loop,src,src/a.cs,src/b.txt,src/escape")]
    public async Task Only_requested_paths_and_the_targets_of_their_links_are_listed(string key, string value, string expected)
    {
        foreach (var file in (string[])["src/a.cs", "src/b.txt", "etc/passwd"]) Write(file, file);
        File.CreateSymbolicLink(At("link"), "src");
        File.CreateSymbolicLink(At("loop"), "loop");
        File.CreateSymbolicLink(At("src/escape"), "../../../etc");
        await using var client = Serve(out _, text: "FROM a");
        using var call = await client.StartAsync(FileSyncService.DiffCopyMethod, ("dir-name", "context"), (key, value));

        (await ReadNamesAsync(call)).Should().Equal(expected.Split(','));
    }

    [Fact(Timeout = 30_000)]
    public async Task File_that_is_replaced_by_a_link_is_not_sent_and_is_the_failure_of_the_session()
    {
        Write("Dockerfile", "FROM a");
        Write("secret", "a secret of this machine");
        Directory.CreateDirectory(At("app"));
        Write("app/Dockerfile", "FROM a");
        Write("app/file", "f");
        await using var client = Serve(out var server, folder: At("app"));
        using var call = await client.StartAsync(FileSyncService.DiffCopyMethod, ("dir-name", "context"));
        var names = await ReadNamesAsync(call);

        File.Delete(At("app/file"));
        File.CreateSymbolicLink(At("app/file"), "../secret");
        await call.SendAsync(new ProtobufWriter().Write(1, 1).Write(3, names.IndexOf("file")).Written.ToArray());

        (await call.ReadAsync()).Should().BeNull();
        call.Status.Should().Be("2");
        call.StatusMessage.Should().Contain(At("app/file")).And.Contain("replaced");
        server.Failure.Should().BeOfType<UnreadableContextException>();
    }

    [Fact(Timeout = 30_000)]
    public async Task Dockerfile_has_a_folder_of_its_own_and_other_folders_are_not_found()
    {
        Write("sub/My.Dockerfile", "FROM a");
        Write(".dockerignore", "x");
        await using var client = Serve(out _, dockerfile: "sub/My.Dockerfile");

        using var call = await client.StartAsync(FileSyncService.DiffCopyMethod, ("dir-name", "dockerfile"));
        (await ReadNamesAsync(call)).Should().Equal("My.Dockerfile", "My.Dockerfile.dockerignore");
        (await client.CallAsync(FileSyncService.DiffCopyMethod, [], ("dir-name", "/etc"))).Status.Should().Be("5");
    }

    [Theory(Timeout = 30_000)]
    [InlineData(0, 0)]
    [InlineData(7, 7)]
    public async Task File_that_is_unknown_or_requested_twice_ends_the_transfer(int first, int second)
    {
        Write("Dockerfile", "FROM a");
        await using var client = Serve(out _);
        using var call = await client.StartAsync(FileSyncService.DiffCopyMethod, ("dir-name", "context"));
        await ReadNamesAsync(call);

        foreach (var id in (int[])[first, second]) await call.SendAsync(new ProtobufWriter().Write(1, 1).Write(3, id).Written.ToArray());
        while (await call.ReadAsync() is not null)
        {
        }

        call.Status.Should().Be("3");
    }

    [Fact(Timeout = 30_000)]
    public async Task Links_that_lead_to_longer_paths_without_end_are_refused()
    {
        Write("Dockerfile", "FROM a");
        File.CreateSymbolicLink(At("grow"), "grow/" + new string('x', 200));
        await using var client = Serve(out var server);

        using var call = await client.StartAsync(FileSyncService.DiffCopyMethod, ("dir-name", "context"), ("followpaths", "grow"));
        (await call.ReadAsync()).Should().BeNull();

        server.Failure.Should().BeOfType<UnreadableContextException>().Which.Message.Should().Contain("too many links");
    }

    [Fact(Timeout = 30_000)]
    public void Chain_of_thousands_of_links_is_followed_with_a_small_stack()
    {
        const int Links = 9000;
        Write("end", "the end of the chain");
        for (var i = 0; i < Links; i++) File.CreateSymbolicLink(At($"l{i}"), i + 1 < Links ? $"l{i + 1}" : "end");
        IReadOnlyList<IgnorePattern>? paths = null;

        var thread = new Thread(() => paths = RequestedPaths.Resolve(_folder, [], ["l0"]), maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();

        paths.Should().HaveCount(Links + 1);
    }

    private GrpcClient Serve(out GrpcServer server, string? folder = null, string? text = null, string? dockerfile = null)
    {
        folder ??= _folder;
        var spec = text is null ? new BuildSpec(folder) { Dockerfile = dockerfile } : BuildSpec.FromText(text, folder);
        server = new GrpcServer(new Dictionary<string, Func<GrpcCall, Task>>
        {
            [FileSyncService.DiffCopyMethod] = new FileSyncService(BuildContext.Open(spec).ForBuildKit()).DiffCopyAsync,
        });
        return new GrpcClient(server);
    }

    private static async Task<List<string>> ReadNamesAsync(GrpcClient.Call call)
    {
        var names = new List<string>();
        while (await call.ReadAsync() is { } packet && ReadStat(packet) is { } name) names.Add(name);
        return names;
    }

    private static string? ReadStat(byte[] packet)
    {
        var reader = new ProtobufReader(packet);
        while (reader.Read())
        {
            if (reader.Field == 2) return UnaryMethod.ReadText(reader.Bytes.ToArray(), field: 1);
        }

        return null;
    }

    private static string ReadData(byte[] packet) => UnaryMethod.ReadText(packet, field: 4);

    private static byte[] Message(int field, string text) =>
        new ProtobufWriter().Write(field, Encoding.UTF8.GetBytes(text)).Written.ToArray();

    private string At(string name) => Path.Combine(_folder, name);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
    }
}
