using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Engines;

/// <summary>Ids, names and errors of images on Podman, and tags of the containerd image store.</summary>
public sealed class PodmanImageTests : PodmanTest
{
    private static readonly string _digits = new('c', 64);

    [Fact(Timeout = 30_000)]
    public async Task The_id_of_a_committed_image_has_its_algorithm()
    {
        Script.On("GET /images/mine:1/json", exchange => ErrorAsync(exchange, 404, "image not known", "no such image: image not known"))
            .On("POST /commit", exchange => exchange.JsonAsync(201, $$"""{"Id":"{{_digits}}"}"""))
            .On("GET /containers/*/json", exchange => exchange.JsonAsync(200,
                $$$"""
                {"Id":"{{{HealthyEngine.ContainerId}}}","Name":"/app","State":{"Status":"running"},
                 "Config":{"Image":"app","Labels":null}}
                """));

        var image = await Container.CommitAsync("mine:1", Token);

        image.Id.Should().Be("sha256:" + _digits);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_missing_image_id_is_not_found_although_the_engine_reports_an_invalid_name()
    {
        Script.On("GET /images/*/json", exchange => ErrorAsync(exchange, 500, "invalid reference",
            "normalizing name for compat API: invalid repository name (" + _digits + "), cannot specify 64-byte hexadecimal strings"));

        await FluentActions.Awaiting(() => Engine.FindImageAsync(_digits, Token)).Should().ThrowAsync<ImageNotFoundException>();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_save_of_a_missing_image_throws_ImageNotFoundException()
    {
        Script.On("GET /images/get", exchange => ErrorAsync(exchange, 500, "image not known", "docker.io/library/x:1: image not known"));

        await FluentActions.Awaiting(() => Engine.SaveImagesAsync(["x:1"], new MemoryStream(), Token))
            .Should().ThrowAsync<ImageNotFoundException>();
    }

    [Fact(Timeout = 30_000)]
    public async Task An_image_in_use_names_its_containers()
    {
        Script.On("GET /images/*/json", exchange => exchange.JsonAsync(
                200, $$"""{"Id":"sha256:{{_digits}}","RepoTags":["docker.io/library/app:latest"]}"""))
            .On("DELETE /images/*", exchange => ErrorAsync(exchange, 409, "image is in use by a container",
                "unable to delete image: image used by c0ffee: image is in use by a container: consider listing external containers"))
            .On("GET /containers/json", exchange => exchange.JsonAsync(
                200, $$"""[{"Id":"{{HealthyEngine.ContainerId}}","Names":["/web"],"ImageID":"{{_digits}}","State":"running"}]"""));
        var image = await Engine.FindImageAsync("app", Token);

        var failure = await FluentActions.Awaiting(() => image.RemoveAsync(Token)).Should().ThrowAsync<ImageInUseException>();

        failure.Which.Containers.Should().Equal("web");
        // The engine does not find an id with its algorithm.
        Script.Requests[^1].Query.Should().Contain($$"""{"ancestor":["{{_digits}}"]}""");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_forced_removal_is_not_sent_while_containers_use_the_image_because_it_would_remove_them()
    {
        Script.On("GET /images/*/json", exchange => exchange.JsonAsync(200, $$"""{"Id":"sha256:{{_digits}}"}"""))
            .On("GET /containers/json", exchange => exchange.JsonAsync(
                200, $$"""[{"Id":"{{HealthyEngine.ContainerId}}","Names":["/web"],"ImageID":"sha256:{{_digits}}","State":"running"}]"""));
        var image = await Engine.FindImageAsync("app", Token);

        (await FluentActions.Awaiting(() => image.RemoveAsync(new ImageRemoveOptions { Force = true }, Token))
            .Should().ThrowAsync<ImageInUseException>()).Which.Containers.Should().Equal("web");

        Sent.Should().NotContain(request => request.StartsWith("DELETE "));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_prune_by_several_labels_is_refused_for_Podman_4_because_it_would_match_any_of_them()
    {
        UseVersion("4.3.1");

        foreach (var filter in (ImagePruneFilter[])[new() { Labels = ["a", "b"] }, new() { WithoutLabels = ["a"] }])
            await FluentActions.Awaiting(() => Engine.PruneImagesAsync(filter, Token)).Should().ThrowAsync<NotSupportedException>();

        Sent.Should().NotContain(request => request.EndsWith("/prune"));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_commit_on_Podman_4_empties_the_labels_of_the_session_by_changes()
    {
        UseVersion("4.3.1");
        Script.On("GET /images/mine:1/json", exchange => ErrorAsync(exchange, 404, "image not known", "no such image: image not known"))
            .On("GET /containers/*/json", exchange => exchange.JsonAsync(200,
                $$$"""
                {"Id":"{{{HealthyEngine.ContainerId}}}","Name":"/app","State":{"Status":"running"},
                 "Config":{"Image":"app","Labels":{"containerkit.session":"s1","team":"blue"} } }
                """));
        await Engine.ConnectAsync(Token);

        await Container.CommitAsync("mine:1", Token);

        Script.Requests.Single(request => request.Path == "/commit").Query.Should().Contain("changes=LABEL containerkit.session=");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_image_with_several_names_is_in_use_although_the_engine_reports_an_internal_error()
    {
        Script.On("GET /images/*/json", exchange => exchange.JsonAsync(200, $$"""{"Id":"sha256:{{_digits}}"}"""))
            .On("DELETE /images/*", exchange => ErrorAsync(exchange, 500, "more than one tag",
                "unable to delete image \\\"c0ffee\\\" by ID with more than one tag ([docker.io/library/a:1]): please force removal"));
        var image = await Engine.FindImageAsync("sha256:" + _digits, Token);

        (await FluentActions.Awaiting(() => image.RemoveAsync(Token)).Should().ThrowAsync<ImageInUseException>())
            .Which.Message.Should().Contain("several names");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_image_in_use_in_the_containerd_store_can_be_removed_with_Force()
    {
        // Docker 28.5.2 with the containerd image store: "must be forced"; with the classic store: "must force".
        Script.On("GET /_ping", exchange => exchange.RespondAsync(200, "text/plain", "OK"u8.ToArray(), "Api-Version: 1.51\r\n"))
            .On("GET /images/*/json", exchange => exchange.JsonAsync(200, $$"""{"Id":"sha256:{{_digits}}","RepoTags":["app:latest"]}"""))
            .On("DELETE /images/*", exchange => exchange.ErrorAsync(409,
                "conflict: unable to delete app:latest (must be forced) - container c0ffee is using its referenced image cccccccccccc"))
            .On("GET /containers/json", exchange => exchange.JsonAsync(200,
                $$"""[{"Id":"{{HealthyEngine.ContainerId}}","Names":["/web"],"ImageID":"sha256:{{_digits}}","State":"exited"}]"""));
        var image = await Engine.FindImageAsync("app", Token);

        (await FluentActions.Awaiting(() => image.RemoveAsync(Token)).Should().ThrowAsync<ImageInUseException>())
            .Which.Message.Should().Contain("ImageRemoveOptions.Force");
    }

    [Fact(Timeout = 30_000)]
    public async Task Tags_of_an_image_are_familiar_names_and_no_digests()
    {
        Script.On("GET /images/*/json", exchange => exchange.JsonAsync(200, $$"""
            {"Id":"sha256:{{_digits}}","RepoTags":["docker.io/library/app:latest","docker.io/me/app:1","app@sha256:{{_digits}}"],
             "RepoDigests":["docker.io/library/app@sha256:{{_digits}}"]}
            """));

        var details = await (await Engine.FindImageAsync("app", Token)).InspectAsync(Token);

        details.Tags.Should().Equal("app:latest", "me/app:1");
        details.Digests.Should().Equal($"app@sha256:{_digits}");
    }
}
