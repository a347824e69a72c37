using System.Text.Json;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Images;

/// <summary>
/// Images on engines with the containerd image store, which keeps an image of several platforms under one ID: the digest of the index.
/// </summary>
public sealed class PlatformTests : ProtocolTest
{
    private const string Index = "sha256:1dec0123456789ab1dec0123456789ab1dec0123456789ab1dec0123456789ab";

    private static readonly PullOptions _arm = new() { Platform = "linux/arm64" };

    private ScriptedRequest CreateRequest => Script.Requests.Single(request => request.Path == "/containers/create");

    private int PullCount => Script.Requests.Count(request => request.Path == "/images/create");

    [Fact(Timeout = 30_000)]
    public async Task A_run_uses_the_requested_platform_of_a_multi_platform_image()
    {
        SetImage("1.51", hasArm: () => true);

        await Image.Pull("app", _arm).Run("true").On(Engine).ExecuteAsync(Token);

        ShouldBeCreatedFor("linux/arm64");
        PullCount.Should().Be(0);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("linux", true)]
    [InlineData("AMD64", true)]
    [InlineData("Linux/x86_64", true)]
    [InlineData("windows", false)]
    [InlineData("arm64", false)]
    public async Task An_image_is_present_if_it_matches_every_given_part_of_the_platform(string platform, bool isPresent)
    {
        SetImage("1.51", hasArm: () => false);

        var lookup = FluentActions.Awaiting(() =>
            Image.Pull("app", new PullOptions { Platform = platform, Policy = PullPolicy.Never }).On(Engine).ExecuteAsync(Token));

        if (isPresent) await lookup.Should().NotThrowAsync();
        else await lookup.Should().ThrowAsync<ImageNotFoundException>();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_tagged_image_keeps_its_platform()
    {
        SetImage("1.51", hasArm: () => true);
        Script.On("POST /images/*/tag", exchange => exchange.EmptyAsync(201));

        var image = await Image.Pull("app", _arm).Tag("host:5000/mine:1").Push().On(Engine).ExecuteAsync(Token);
        await image.RunAsync(["true"], Token);

        image.Id.Should().Be(Index);
        Script.Requests.Should().Contain(request => request.Path == $"/images/{Index}/tag");
        ShouldBeCreatedFor("linux/arm64");
    }

    [Fact(Timeout = 30_000)]
    public async Task The_platform_of_the_container_spec_overrides_the_platform_of_the_pull()
    {
        SetImage("1.51", hasArm: () => true);

        await Image.Pull("app", _arm).Run(new ContainerSpec("true") { Platform = "linux/amd64" }).On(Engine).ExecuteAsync(Token);

        ShouldBeCreatedFor("linux/amd64");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("1.44")]
    [InlineData("1.51")]
    public async Task An_image_present_for_another_platform_only_is_pulled(string api)
    {
        SetImage(api, hasArm: () => PullCount > 0);

        await Image.Pull("app", _arm).Run("true").On(Engine).ExecuteAsync(Token);

        Script.Requests.Single(request => request.Path == "/images/create").Query.Should().EndWith("&platform=linux/arm64");
        ShouldBeCreatedFor("linux/arm64");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_platform_that_the_registry_lacks_throws_ImageNotFound()
    {
        SetImage("1.51", hasArm: () => false);

        await FluentActions.Awaiting(() => Image.Pull("app", _arm).Run("true").On(Engine).ExecuteAsync(Token))
            .Should().ThrowAsync<ImageNotFoundException>().WithMessage("*linux/amd64*");
        await FluentActions.Awaiting(() => Image.Pull("app", _arm with { Policy = PullPolicy.Never }).On(Engine)
            .ExecuteAsync(Token)).Should().ThrowAsync<ImageNotFoundException>().WithMessage("*for linux/arm64*");

        PullCount.Should().Be(1);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_container_of_a_silently_pulled_wrong_platform_throws_ImageNotFound()
    {
        SetImage("1.44", hasArm: () => false);
        Script.On("POST /containers/create", exchange => exchange.ErrorAsync(404, "No such image: app:latest"));

        await FluentActions.Awaiting(() => Image.Pull("app", _arm).Run("true").On(Engine).ExecuteAsync(Token))
            .Should().ThrowAsync<ImageNotFoundException>().WithMessage("*for linux/arm64*");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_single_platform_image_id_needs_no_platform_in_the_create_request()
    {
        Script.On("GET /images/*/json", exchange =>
            exchange.JsonAsync(200,
                $$"""{ "Id": "{{HealthyEngine.ImageId}}", "Os": "linux", "Architecture": "arm64", "RepoDigests": ["app@{{Index}}"] }"""));

        await Image.Pull("app", _arm).Run("true").On(Engine).ExecuteAsync(Token);

        (CreateRequest.Query, ImageOf(CreateRequest))
            .Should().Match<(string, string)>(actual => !actual.Item1.Contains("platform") && actual.Item2 == HealthyEngine.ImageId);
    }

    // Such an engine describes the image for the platform of its host if present, and knows the ID of the index only.
    private void SetImage(string api, Func<bool> hasArm)
    {
        Script.On("GET /_ping", exchange => exchange.RespondAsync(200, "text/plain", "OK"u8.ToArray(), $"API-Version: {api}\r\n"))
            .On("GET /images/*/json", exchange => exchange.JsonAsync(200, $$"""
                {
                  "Id": "{{Index}}", "Os": "linux", "Architecture": "amd64", "RepoDigests": ["app@{{Index}}"],
                  "Manifests": {{(exchange.Request.Query.Contains("manifests=1") ? Manifests() : "null")}}
                }
                """));

        string Manifests() => $"[{Manifest("a", "amd64", true)}, {Manifest("b", "arm64", hasArm())}]";

        static string Manifest(string id, string architecture, bool isAvailable) => JsonSerializer.Serialize(new
        {
            ID = "sha256:" + new string(id[0], 64),
            Available = isAvailable,
            Kind = "image",
            ImageData = new { Platform = new { architecture, os = "linux" } },
        });
    }

    private void ShouldBeCreatedFor(string platform)
    {
        CreateRequest.Query.Should().Contain("platform=" + platform);
        ImageOf(CreateRequest).Should().Be(Index);
    }

    private static string ImageOf(ScriptedRequest request) =>
        JsonDocument.Parse(request.Body).RootElement.GetProperty("Image").GetString()!;
}
