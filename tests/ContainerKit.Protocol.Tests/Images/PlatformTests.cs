using System.Text.Json;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Images;

/// <summary>Engines with containerd's image store, which keep an image for several platforms under one id: the digest of the registry's index.</summary>
public sealed class PlatformTests : ProtocolTest
{
    private const string Index = "sha256:1dec0123456789ab1dec0123456789ab1dec0123456789ab1dec0123456789ab";

    private static readonly PullOptions _arm = new() { Platform = "linux/arm64" };

    private ScriptedRequest Creation => Script.Requests.Single(request => request.Path == "/containers/create");

    private int Pulls => Script.Requests.Count(request => request.Path == "/images/create");

    [Fact(Timeout = 30_000)]
    public async Task A_run_uses_the_requested_platform_of_a_multi_platform_image()
    {
        Keeps("1.51", arm: () => true);

        await Image.Pull("app", _arm).Run("true").On(Engine).ExecuteAsync(Token);

        Created("linux/arm64");
        Pulls.Should().Be(0);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("linux", true)]
    [InlineData("AMD64", true)]
    [InlineData("Linux/x86_64", true)]
    [InlineData("windows", false)]
    [InlineData("arm64", false)]
    public async Task An_image_is_present_if_it_matches_every_given_part_of_the_platform(string platform, bool isPresent)
    {
        Keeps("1.51", arm: () => false);

        var lookup = FluentActions.Awaiting(() => Image.Pull("app", new PullOptions { Platform = platform, Policy = PullPolicy.Never }).On(Engine).ExecuteAsync(Token));

        if (isPresent) await lookup.Should().NotThrowAsync();
        else await lookup.Should().ThrowAsync<ImageNotFoundException>();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_tagged_image_keeps_its_platform()
    {
        Keeps("1.51", arm: () => true);
        Script.On("POST /images/*/tag", exchange => exchange.EmptyAsync(201));

        var image = await Image.Pull("app", _arm).Tag("host:5000/mine:1").Push().On(Engine).ExecuteAsync(Token);
        await image.RunAsync(["true"], Token);

        image.Id.Should().Be(Index);
        Script.Requests.Should().Contain(request => request.Path == $"/images/{Index}/tag");
        Created("linux/arm64");
    }

    [Fact(Timeout = 30_000)]
    public async Task The_platform_of_the_container_spec_overrides_the_platform_of_the_pull()
    {
        Keeps("1.51", arm: () => true);

        await Image.Pull("app", _arm).Run(new ContainerSpec("true") { Platform = "linux/amd64" }).On(Engine).ExecuteAsync(Token);

        Created("linux/amd64");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("1.44")]
    [InlineData("1.51")]
    public async Task An_image_present_for_another_platform_only_is_pulled(string api)
    {
        Keeps(api, arm: () => Pulls > 0);

        await Image.Pull("app", _arm).Run("true").On(Engine).ExecuteAsync(Token);

        Script.Requests.Single(request => request.Path == "/images/create").Query.Should().EndWith("&platform=linux/arm64");
        Created("linux/arm64");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_platform_that_the_registry_lacks_throws_ImageNotFound()
    {
        Keeps("1.51", arm: () => false);

        await FluentActions.Awaiting(() => Image.Pull("app", _arm).Run("true").On(Engine).ExecuteAsync(Token)).Should().ThrowAsync<ImageNotFoundException>().WithMessage("*linux/amd64*");
        await FluentActions.Awaiting(() => Image.Pull("app", _arm with { Policy = PullPolicy.Never }).On(Engine).ExecuteAsync(Token)).Should().ThrowAsync<ImageNotFoundException>().WithMessage("*for linux/arm64*");

        Pulls.Should().Be(1);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_container_of_a_silently_pulled_wrong_platform_throws_ImageNotFound()
    {
        Keeps("1.44", arm: () => false);
        Script.On("POST /containers/create", exchange => exchange.RefuseAsync(404, "No such image: app:latest"));

        await FluentActions.Awaiting(() => Image.Pull("app", _arm).Run("true").On(Engine).ExecuteAsync(Token)).Should().ThrowAsync<ImageNotFoundException>().WithMessage("*for linux/arm64*");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_single_platform_image_id_needs_no_platform_in_the_create_request()
    {
        Script.On("GET /images/*/json", exchange => exchange.JsonAsync(200, $$"""{ "Id": "{{HealthyEngine.ImageId}}", "Os": "linux", "Architecture": "arm64", "RepoDigests": ["app@{{Index}}"] }"""));

        await Image.Pull("app", _arm).Run("true").On(Engine).ExecuteAsync(Token);

        (Creation.Query, ImageIn(Creation)).Should().Match<(string, string)>(asked => !asked.Item1.Contains("platform") && asked.Item2 == HealthyEngine.ImageId);
    }

    // Such an engine describes the image for its host, unless it has it for others only, and knows no id but the index's.
    private void Keeps(string api, Func<bool> arm)
    {
        Script.On("GET /_ping", exchange => exchange.AnswerAsync(200, "text/plain", "OK"u8.ToArray(), $"API-Version: {api}\r\n"))
            .On("GET /images/*/json", exchange => exchange.JsonAsync(200, $$"""
                {
                  "Id": "{{Index}}", "Os": "linux", "Architecture": "amd64", "RepoDigests": ["app@{{Index}}"],
                  "Manifests": {{(exchange.Request.Query.Contains("manifests=1") ? $"[{Manifest("a", "amd64", true)}, {Manifest("b", "arm64", arm())}]" : "null")}}
                }
                """));

        static string Manifest(string id, string architecture, bool isAvailable) => JsonSerializer.Serialize(new
        {
            ID = "sha256:" + new string(id[0], 64),
            Available = isAvailable,
            Kind = "image",
            ImageData = new { Platform = new { architecture, os = "linux" } },
        });
    }

    private void Created(string platform)
    {
        Creation.Query.Should().Contain("platform=" + platform);
        ImageIn(Creation).Should().Be(Index);
    }

    private static string ImageIn(ScriptedRequest request) => JsonDocument.Parse(request.Body).RootElement.GetProperty("Image").GetString()!;
}
