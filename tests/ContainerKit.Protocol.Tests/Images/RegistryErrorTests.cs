using System.Text.Json.Nodes;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Images;

/// <summary>Registry errors with the messages of real engines, as an error response and as an error in the stream.</summary>
public sealed class RegistryErrorTests : ProtocolTest
{
    /// <summary>The engine, its status and message, and the expected exception type.</summary>
    public static TheoryData<string, int, string, Type> RegistryErrors => new()
    {
        { "20.10", 404, "manifest for host:5000/app:1 not found: manifest unknown: manifest unknown", typeof(ImageNotFoundException) },
        {
            "20.10", 404,
            "pull access denied for app, repository does not exist or may require 'docker login': denied: "
                + "requested access to the resource is denied",
            typeof(ImageNotFoundException)
        },
        {
            "20.10", 500,
            "Head \"http://host:5000/v2/app/manifests/1\": no basic auth credentials",
            typeof(RegistryAccessDeniedException)
        },
        { "20.10", 500, "Get \"https://host:5000/v2/\": unauthorized: authentication required", typeof(RegistryAccessDeniedException) },
        {
            "20.10", 500,
            "Head \"https://registry-1.docker.io/v2/library/app/manifests/1\": unauthorized: incorrect username or password",
            typeof(RegistryAccessDeniedException)
        },
        { "20.10", 500, "Head \"https://ghcr.io/v2/team/app/manifests/1\": denied", typeof(RegistryAccessDeniedException) },
        {
            "20.10", 500,
            "Head \"https://registry.gitlab.com/v2/team/app/manifests/1\": denied: access forbidden",
            typeof(RegistryAccessDeniedException)
        },
        {
            "20.10", 500,
            "Get \"https://registry-1.docker.io/v2/\": dial tcp: lookup registry-1.docker.io: no such host",
            typeof(RegistryUnavailableException)
        },
        {
            "20.10", 500,
            "Get \"http://host:5000/v2/\": dial tcp 127.0.0.1:5000: connect: connection refused",
            typeof(RegistryUnavailableException)
        },
        {
            "20.10", 500,
            "Get \"https://host:5000/v2/\": x509: certificate signed by unknown authority",
            typeof(RegistryUnavailableException)
        },
        {
            "20.10", 500,
            "Get \"https://host:5000/v2/\": http: server gave HTTP response to HTTPS client",
            typeof(RegistryUnavailableException)
        },
        {
            "20.10", 500,
            "Get \"https://host:5000/v2/\": net/http: request canceled while waiting for connection "
                + "(Client.Timeout exceeded while awaiting headers)",
            typeof(RegistryUnavailableException)
        },
        {
            "26", 500,
            "Get \"https://registry-1.docker.io/v2/\": dial tcp: lookup registry-1.docker.io on 10.0.0.1:53: "
                + "read udp 10.0.0.2:1->10.0.0.1:53: i/o timeout",
            typeof(RegistryUnavailableException)
        },
        { "26", 500, "Head \"https://host:5000/v2/app/manifests/1\": EOF", typeof(RegistryUnavailableException) },
        {
            "28", 404,
            "no matching manifest for linux/arm64 in the manifest list entries: no match for platform in manifest: not found",
            typeof(ImageNotFoundException)
        },
        {
            "28", 500,
            "toomanyrequests: You have reached your unauthenticated pull rate limit. "
                + "https://www.docker.com/increase-rate-limit",
            typeof(ImageTransferException)
        },
        {
            "28", 404,
            "repository host:5000/app not found: name unknown: The repository with name 'app' does not exist in "
                + "the registry with id '1234'",
            typeof(ImageNotFoundException)
        },
        {
            "28, containerd", 404,
            "failed to resolve reference \"host:5000/app:1\": host:5000/app:1: not found",
            typeof(ImageNotFoundException)
        },
        {
            "28, containerd", 404,
            "failed to resolve reference \"docker.io/library/app:1\": pull access denied, repository does not "
                + "exist or may require authorization: server message: insufficient_scope: authorization failed",
            typeof(ImageNotFoundException)
        },
        {
            "28, containerd", 500,
            "failed to resolve reference \"host:5000/app:1\": unexpected status from HEAD request to "
                + "http://host:5000/v2/app/manifests/1: 401 Unauthorized",
            typeof(RegistryAccessDeniedException)
        },
        {
            "28, containerd", 500,
            "failed to resolve reference \"host:5000/app:1\": unexpected status from HEAD request to "
                + "https://host:5000/v2/app/manifests/1: 403 Forbidden",
            typeof(RegistryAccessDeniedException)
        },
        {
            "28, containerd", 500,
            "failed to resolve reference \"host:5000/app:1\": failed to do request: Head "
                + "\"https://host:5000/v2/app/manifests/1\": dial tcp: lookup host: no such host",
            typeof(RegistryUnavailableException)
        },
        {
            "28, containerd", 500,
            "failed to resolve reference \"host:5000/app:1\": pull access denied, repository does not exist or "
                + "may require authorization: authorization failed: no basic auth credentials",
            typeof(RegistryAccessDeniedException)
        },
        {
            "Podman", 500,
            "initializing source docker://host:5000/app:1: reading manifest 1 in host:5000/app: manifest unknown",
            typeof(ImageNotFoundException)
        },
        {
            "Podman", 500,
            "initializing source docker://host:5000/app:1: reading manifest 1 in host:5000/app: authentication required",
            typeof(RegistryAccessDeniedException)
        },
        {
            "Podman", 500,
            "initializing source docker://app:1: reading manifest 1 in docker.io/library/app: requested access "
                + "to the resource is denied",
            typeof(RegistryAccessDeniedException)
        },
        {
            "Podman", 500,
            "initializing source docker://host:5000/app:1: pinging container registry host:5000: Get "
                + "\"https://host:5000/v2/\": dial tcp 127.0.0.1:5000: connect: connection refused",
            typeof(RegistryUnavailableException)
        },
        { "any", 500, "write /var/lib/docker/tmp/GetImageBlob1: no space left on device", typeof(ImageTransferException) },
        { "any", 500, "open /var/lib/docker/tmp/GetImageBlob1: permission denied", typeof(ImageTransferException) },
    };

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(RegistryErrors))]
    public async Task An_error_response_to_a_pull_throws_the_matching_exception(string engine, int status, string message, Type type)
    {
        Script.On("POST /images/create", exchange => exchange.ErrorAsync(status, message));

        await PullShouldFailAsync(engine, message, type);
    }

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(RegistryErrors))]
    public async Task An_error_in_the_pull_stream_throws_the_matching_exception(string engine, int status, string message, Type type)
    {
        var detail = new JsonObject { ["code"] = status, ["message"] = message };
        var error = new JsonObject { ["errorDetail"] = detail, ["error"] = message };
        Script.On("POST /images/create", exchange =>
            exchange.LinesAsync("""{"status":"Pulling from app","id":"1"}""", error.ToJsonString()));

        await PullShouldFailAsync(engine, message, type);
    }

    private async Task PullShouldFailAsync(string engine, string message, Type type)
    {
        var error = await FluentActions.Awaiting(() => Image.Pull("host:5000/app:1", PullPolicy.Always).On(Engine)
            .ExecuteAsync(Token)).Should().ThrowAsync<ContainerKitException>();

        error.Which.Should().BeOfType(type, $"engine {engine} reports it this way");
        error.Which.Message.Should().StartWith("Could not pull host:5000/app:1: ").And.Contain(message);
        error.Which.Step.Should().Be("pull host:5000/app:1");
    }
}
