namespace ContainerKit.Engine.Tests.Builds;

/// <summary>The files of a build context, compared with those that the Docker CLI sends.</summary>
public sealed class DockerignoreTests : BuildTest
{
    private static readonly string[] _files =
    [
        "README.md", "README-secret.md", "a.log", "app/a.log", "app/b/c.log", "app/b/keep.log", "app/main.cs",
        "app/bin/x.dll", "app/obj/y/z.dll", "docs/a.txt", "docs/b/a.txt", "docs/größe.txt", "node_modules/m/index.js",
        "space in name.txt", "src/[x].txt", "src/a-b.txt", "src/deep/er/file.txt",
    ];

    [DockerFact]
    public Task Dockerignore_with_names_wildcards_and_exceptions_matches_the_Docker_CLI() => SameAsDockerAsync("""
        # a comment
        *.md
        !README*.md
        README-secret.md
        **/*.log
        !app/b/keep.log
        node_modules
        app/*/
        docs/b
        """);

    [DockerFact]
    public Task Dockerignore_of_everything_with_exceptions_matches_the_Docker_CLI() => SameAsDockerAsync("""
        *
        !src
        src/deep
        !src/deep/er
        !docs/gr*
        Dockerfile
        .dockerignore
        """);

    // Not compared with the Docker CLI: its classic builder does not apply such exceptions in excluded folders, and
    // BuildKit does. See https://github.com/moby/moby/issues/30018.
    [DockerFact]
    public async Task Dockerignore_exceptions_with_wildcards_apply_in_all_folders_with_both_builders()
    {
        using var folder = CreateTree("*\n!**/keep.log\n!**/er\n");
        var list = Spec("sh", "-c", "find /all -type f ! -name Dockerfile ! -name .dockerignore | sort");
        foreach (var builder in (BuilderKind[])[BuilderKind.Classic, BuilderKind.BuildKit])
        {
            (await Image.Build(new BuildSpec(folder.Path) { Builder = builder }).Run(list).Output().ExecuteAsync(Token))
                .Should().Be("/all/app/b/keep.log\n/all/src/deep/er/file.txt\n");
        }
    }

    [DockerFact]
    public Task Dockerignore_with_unusual_patterns_matches_the_Docker_CLI() => SameAsDockerAsync(
        "/app/b/\n  docs/?.txt  \n[r-t]rc/a-?.txt\nsrc/\\[x].txt\n**r/file.txt\napp/**/y\n"
        + "space in name.txt\n!\u0020a.log\n./README.md\n");

    [DockerFact]
    public async Task Dockerignore_named_after_the_Dockerfile_takes_precedence()
    {
        const string Ignore = "app\nsrc\ndocs\nnode_modules\n**/*.md\n*Dockerfile*\n.dockerignore";
        using var folder = CreateTree("*")
            .With("My.Dockerfile", OnBusybox("COPY . /all")).With("My.Dockerfile.dockerignore", Ignore);

        var output = await Image.Build(new BuildSpec(folder.Path) { Dockerfile = "My.Dockerfile" })
            .Run(Spec("find", "/all", "-type", "f")).Output().ExecuteAsync(Token);

        output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Should().Contain(["/all/a.log", "/all/space in name.txt"]).And.NotContain("/all/README.md");
    }

    [DockerFact]
    public async Task Dockerignore_with_an_invalid_pattern_throws_with_that_line()
    {
        using var folder = CreateTree("a[b");

        (await FailsAsync(new BuildSpec(folder.Path))).Message.Should().Contain(".dockerignore").And.Contain("a[b");
    }

    private async Task SameAsDockerAsync(string ignore)
    {
        using var folder = CreateTree(ignore);
        using var classic = new EnvironmentScope(("DOCKER_BUILDKIT", "0"));
        await DockerCli.GetOutputAsync("build", "--quiet", "--tag", Unique("cli"), folder.Path);
        var list = Spec("sh", "-c", "cd /all && find . | sort");
        var expected = await Image.Local(Unique("cli")).Run(list).Output().ExecuteAsync(Token);

        var actual = await Image.Build(new BuildSpec(folder.Path) { NoCache = true }).Run(list).Output().ExecuteAsync(Token);

        actual.Should().Be(expected);
    }

    private TemporaryFolder CreateTree(string ignore)
    {
        var folder = new TemporaryFolder().With("Dockerfile", OnBusybox("COPY . /all")).With(".dockerignore", ignore);
        foreach (var file in _files) folder.With(file, file);
        return folder;
    }
}
