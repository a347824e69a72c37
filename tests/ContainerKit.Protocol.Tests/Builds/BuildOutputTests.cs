using System.Text.Json;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Builds;

/// <summary>Builds with responses that no engine produces on demand.</summary>
public sealed class BuildOutputTests : ProtocolTest
{
    private const string Id = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private static readonly BuildSpec _text = BuildSpec.FromText("FROM app\nRUN make\n") with { Tags = ["my:1"] };

    [Fact(Timeout = 30_000)]
    public async Task A_build_inspects_its_tag_and_sends_one_build_request()
    {
        Script.On("POST /build", exchange =>
            exchange.LinesAsync("""{"stream":"Step 1/1 : FROM app\n"}""", $$"""{"aux":{"ID":"{{Id}}" } }"""));
        var spec = _text with
        {
            Arguments = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1 &=" },
            Labels = new Dictionary<string, string> { ["l"] = "x" },
            Target = "t",
            NoCache = true,
            Pull = true,
            Platform = "linux/arm64",
            Network = "none",
        };

        (await BuildAsync(spec)).Id.Should().Be(Id);

        Script.Requests.Select(request => request.ToString()).Should().Equal("GET /images/my:1/json", "POST /build");
        Script.Requests[^1].Query.Should()
            .Be("""rm=1&forcerm=1&dockerfile=Dockerfile&t=my:1&buildargs={"a":"1 \u0026=","b":"2"}&labels={"l":"x"}"""
                + "&target=t&nocache=1&pull=1&platform=linux/arm64&networkmode=none");
        Script.Requests[^1].Headers["Content-Type"].Should().Be("application/x-tar");
        Script.Requests[^1].Headers.Should().NotContainKey("X-Registry-Config");
        Script.Requests[^1].Body.Should().StartWith("Dockerfile\0").And.Contain("FROM app\nRUN make\n");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_build_sends_only_the_credentials_of_logins_and_of_the_spec()
    {
        Script
            .On("POST /auth", exchange => exchange.JsonAsync(200, """{"Status":"Login Succeeded","IdentityToken":"t?ken>>>"}"""))
            .On("POST /build", exchange => exchange.LinesAsync($$"""{"aux":{"ID":"{{Id}}" } }"""));
        await Engine.LoginAsync("in.example:5000", new RegistryCredential("alice", "s3cret"), Token);

        await BuildAsync(_text with { Credentials = new Dictionary<string, RegistryCredential> { ["docker.io"] = new("bob", "?~>?~>") } });

        var header = Script.Requests[^1].Headers["X-Registry-Config"];
        header.Should().MatchRegex("^[A-Za-z0-9_-]+={0,2}$");
        var config = JsonDocument.Parse(Convert.FromBase64String(header.Replace('-', '+').Replace('_', '/'))).RootElement;
        config.EnumerateObject().Select(member => member.Name).Should().BeEquivalentTo("in.example:5000", "https://index.docker.io/v1/");
        config.GetProperty("https://index.docker.io/v1/").GetProperty("password").GetString().Should().Be("?~>?~>");
        config.GetProperty("in.example:5000").GetProperty("identitytoken").GetString().Should().Be("t?ken>>>");
        header.Should().NotContain("s3cret");
    }

    [Fact(Timeout = 30_000)]
    public async Task Docker_Hub_credentials_are_also_sent_under_the_host_name_of_the_base_image()
    {
        Script.On("POST /build", exchange => exchange.LinesAsync($$"""{"aux":{"ID":"{{Id}}" } }"""));

        await BuildAsync(BuildSpec.FromText("FROM registry-1.docker.io/me/private:1") with
        {
            Tags = ["my:1"],
            Credentials = new Dictionary<string, RegistryCredential> { ["docker.io"] = new("bob", "b") },
        });

        var header = Script.Requests[^1].Headers["X-Registry-Config"];
        var config = JsonDocument.Parse(Convert.FromBase64String(header.Replace('-', '+').Replace('_', '/'))).RootElement;
        config.EnumerateObject().Select(member => member.Name)
            .Should().BeEquivalentTo("https://index.docker.io/v1/", "registry-1.docker.io");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_BuildKit_build_pulls_only_the_needed_base_images_for_their_platform()
    {
        Script.On("GET /version", exchange => exchange.JsonAsync(200, """{ "Os": "linux", "Arch": "amd64" }"""))
            .On("POST /build", exchange => exchange.LinesAsync($$"""{"id":"moby.image.id","aux":{"ID":"{{Id}}" } }"""));
        var spec = BuildSpec.FromText("""
            ARG WHERE
            FROM --platform=$BUILDPLATFORM golang AS build
            FROM private.example/unused
            FROM --platform=$WHERE odd AS odd
            FROM alpine AS final
            COPY --from=build /a /a
            COPY --from=odd /o /o

            """) with
        {
            Platform = "linux/arm64",
            Target = "final",
            Pull = true,
            Builder = BuilderKind.BuildKit,
        };

        await BuildAsync(spec);

        Script.Requests.Where(request => request.Path == "/images/create").Select(request => request.Query)
            .Should().Equal("fromImage=golang&tag=latest&platform=linux/amd64", "fromImage=alpine&tag=latest&platform=linux/arm64");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_private_base_image_present_for_another_platform_only_is_pulled()
    {
        Script.On("GET /images/*/json", exchange =>
            exchange.JsonAsync(200, $$"""{ "Id": "{{Id}}", "Os": "linux", "Architecture": "amd64" }"""))
            .On("POST /build", exchange => exchange.LinesAsync($$"""{"id":"moby.image.id","aux":{"ID":"{{Id}}" } }"""));
        var spec = BuildSpec.FromText("FROM in.example/base") with
        {
            Builder = BuilderKind.BuildKit,
            Credentials = new Dictionary<string, RegistryCredential> { ["in.example"] = new("bob", "s3cret") },
        };

        foreach (var platform in (string?[])[null, "linux/amd64", "linux/arm64"]) await BuildAsync(spec with { Platform = platform });

        Script.Requests.Where(request => request.Path == "/images/create").Select(request => request.Query)
            .Should().Equal("fromImage=in.example/base&tag=latest&platform=linux/arm64");
    }

    [Fact(Timeout = 30_000)]
    public async Task Podman_build_output_is_parsed()
    {
        var lines = new List<string>();
        Script.On("POST /build", exchange => exchange.LinesAsync(
            """{"stream":"STEP 1/2: FROM app\n"}""", """{"stream":"STEP 2/2: RUN ma"}""", """{"stream":"ke\nmade\n"}""",
            """{"stream":"COMMIT my:1\n"}""", """{"stream":"Successfully built 0123456789ab\n"}"""));
        Script.On("GET /images/*/json", exchange => exchange.JsonAsync(200, $$"""{ "Id": "{{Id}}" }"""));

        (await BuildAsync(_text with { OnLine = lines.Add })).Id.Should().Be(Id);

        lines.Should().Equal("STEP 1/2: FROM app", "STEP 2/2: RUN make", "made", "COMMIT my:1", "Successfully built 0123456789ab");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_build_response_without_a_length_is_read_until_the_connection_closes()
    {
        Script.On("POST /build", exchange =>
        {
            exchange.Close();
            return exchange.WriteAsync(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"stream\":\"Step 1/1 : FROM app\\n\"}\r\n"
                + $$"""{"aux":{"ID":"{{Id}}" } }""" + "\r\n");
        });

        (await BuildAsync(_text)).Id.Should().Be(Id);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("""{"errorDetail":{"code":9,"message":"The command '/bin/sh -c make' returned a non-zero code: 9"}}""", 9)]
    [InlineData("""{"errorDetail":{"code":137,"message":"The command '/bin/sh -c make' returned a non-zero code: 137"}}""", 137)]
    [InlineData("""{"error":"process \"/bin/sh -c make\" did not complete successfully: exit code: 2"}""", 2)]
    [InlineData("""{"error":"building at STEP \"RUN make\": while running runtime: exit status 4"}""", 4)]
    public async Task An_error_in_the_build_stream_is_attributed_to_the_current_step(string error, int code)
    {
        Script.On("POST /build", exchange =>
            exchange.LinesAsync("""{"stream":"Step 1/2 : FROM app\n"}""", """{"stream":"Step 2/2 : RUN make\n"}""",
                """{"stream":"no rule"}""", error));

        var failure = (await FluentActions.Awaiting(() => BuildAsync(_text)).Should().ThrowAsync<BuildFailedException>()).Which;

        (failure.StepNumber, failure.Instruction, failure.ExitCode, failure.Output).Should().Be((2, "RUN make", code, "no rule"));
        failure.Message.Should().StartWith($"Could not build -t my:1 from text: step 2 of 2, `RUN make` ended with exit code {code}");
    }

    [Fact(Timeout = 30_000)]
    public async Task Build_output_that_looks_like_a_step_is_treated_as_output()
    {
        Script.On("POST /build", exchange =>
            exchange.LinesAsync("""{"stream":"Step 1/2 : FROM app\n"}""", """{"stream":"Step 9/9 : from a script\n"}""",
                """{"stream":"Step 2/2 : RUN make\n"}""", """{"error":"x"}"""));

        (await FluentActions.Awaiting(() => BuildAsync(_text)).Should().ThrowAsync<BuildFailedException>()).Which.StepNumber.Should().Be(2);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_truncated_build_stream_throws_EngineUnavailable_and_removes_the_built_image()
    {
        var inspects = 0;
        Script.On("GET /images/*/json", exchange => ++inspects switch
        {
            1 => exchange.ErrorAsync(404, "No such image: my:1"),
            // The engine completed the build.
            _ => exchange.JsonAsync(200, $$"""{ "Id": "{{Id}}" }"""),
        });
        Script.On("DELETE /images/*", exchange => exchange.JsonAsync(200, "[]")).On("POST /build", async exchange =>
        {
            exchange.Close();
            await exchange.StartChunkedAsync();
            await exchange.ChunkAsync("{\"stream\":\"Step 1/1 : FROM app\\n\"}\r\n");
        });

        var failure = await FluentActions.Awaiting(() => BuildAsync(_text)).Should().ThrowAsync<EngineUnavailableException>();

        failure.Which.Message.Should().StartWith("Could not build -t my:1 from text: the engine");
        failure.Which.RemovedResources.Should().Equal("image my:1");
        Script.Requests[^1].ToString().Should().Be("DELETE /images/my:1");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_error_response_to_a_build_throws_BuildFailed_and_looks_for_the_image_only_once()
    {
        Script
            .On("POST /build", exchange => exchange.ErrorAsync(400, "dockerfile parse error line 1: unknown instruction: FORM"))
            .On("GET /images/*/json", exchange => exchange.ErrorAsync(404, "No such image"));

        (await FluentActions.Awaiting(() => BuildAsync(_text)).Should().ThrowAsync<BuildFailedException>())
            .Which.Message.Should().Contain("line 1");

        Script.Requests.Count(request => request.Method == "GET").Should().Be(2);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_unreadable_context_file_throws_BuildFailed_with_its_path()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.UserName == "root", "Every file is readable for this user.");
        var folder = Directory.CreateTempSubdirectory("ck-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "Dockerfile"), "FROM app", Token);
        await File.WriteAllTextAsync(Path.Combine(folder, "secret"), "x", Token);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(folder, "secret"), UnixFileMode.None);

        var failure = await FluentActions.Awaiting(() => BuildAsync(new BuildSpec(folder))).Should().ThrowAsync<BuildFailedException>();

        failure.Which.Message.Should().Contain(Path.Combine(folder, "secret"));
        Directory.Delete(folder, recursive: true);
    }

    private Task<Image> BuildAsync(BuildSpec spec) => Engine.BuildImageAsync(spec, Token);
}
