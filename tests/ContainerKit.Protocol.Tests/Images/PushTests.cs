using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Images;

public sealed partial class PushTests : ProtocolTest
{
    private static readonly string[] _firstLines = ["""{"status":"The push refers to repository [host:5000/app]"}"""];

    [Fact(Timeout = 30_000)]
    public async Task A_push_reads_the_digest_from_the_stream()
    {
        SetPushResponse("""{"progressDetail":{},"aux":{"Tag":"1","Digest":"sha256:abc","Size":527}}""");

        (await PushAsync(null)).Digest.Should().Be("sha256:abc");
        Script.Requests[^1].Should().Match<ScriptedRequest>(request => request.Path == "/images/host:5000/app/push"
            && request.Query == "tag=1");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_push_reads_the_digest_from_a_status_text()
    {
        var digest = "sha256:" + new string('c', 64);
        SetPushResponse($$"""{"status":"1: digest: {{digest}} size: 422"}""");

        (await PushAsync(null)).Digest.Should().Be(digest);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("""{"aux":null}""")]
    [InlineData("""{"aux":{"ID":"sha256:other"}}""")]
    [InlineData("""{"status":"1: digest: sha256:abc size: 527"}""")]
    public async Task A_push_without_a_digest_in_the_stream_returns_no_digest(string line)
    {
        SetPushResponse(line);

        (await PushAsync(null)).Digest.Should().BeNull();
    }

    [Theory(Timeout = 30_000)]
    [InlineData("no basic auth credentials", typeof(RegistryAccessDeniedException))]
    [InlineData("unauthorized: authentication required", typeof(RegistryAccessDeniedException))]
    [InlineData("denied: requested access to the resource is denied", typeof(RegistryAccessDeniedException))]
    [InlineData(
        "push access denied, repository does not exist or may require authorization: server message: "
        + "insufficient_scope: authorization failed", typeof(RegistryAccessDeniedException))]
    [InlineData("denied: permission_denied: write_package", typeof(RegistryAccessDeniedException))]
    [InlineData("denied: Your authorization token has expired. Reauthenticate and try again.", typeof(RegistryAccessDeniedException))]
    [InlineData(
        "denied: User: arn:aws:iam::1:user/x is not authorized to perform: ecr:InitiateLayerUpload on resource: y",
        typeof(RegistryAccessDeniedException))]
    [InlineData("denied: access forbidden", typeof(RegistryAccessDeniedException))]
    [InlineData("errors:\ndenied: no\ntoo many requests: slowly\n", typeof(RegistryAccessDeniedException))]
    [InlineData("error from registry: permission_denied: write_package", typeof(RegistryAccessDeniedException))]
    [InlineData("error from registry: Your authorization token has expired. Reauthenticate and try again.",
        typeof(RegistryAccessDeniedException))]
    [InlineData(
        "error from registry: User: arn:aws:iam::1:user/x is not authorized to perform: ecr:InitiateLayerUpload "
        + "on resource: y", typeof(RegistryAccessDeniedException))]
    [InlineData("error from registry: access forbidden", typeof(RegistryAccessDeniedException))]
    [InlineData(
        "failed to do request: Head \"https://host:5000/v2/app/blobs/sha256:1\": tls: first record does not look "
        + "like a TLS handshake", typeof(RegistryUnavailableException))]
    [InlineData("An image does not exist locally with the tag: host:5000/app", typeof(ImageNotFoundException))]
    [InlineData("tag does not exist: host:5000/app:1", typeof(ImageNotFoundException))]
    [InlineData("Get \"http://host:5000/v2/\": dial tcp 127.0.0.1:5000: connect: connection refused", typeof(RegistryUnavailableException))]
    [InlineData("received unexpected HTTP status: 507 Insufficient Storage", typeof(ImageTransferException))]
    public async Task An_error_in_the_push_stream_throws_the_matching_exception(string message, Type type)
    {
        SetPushResponse(JsonSerializer.Serialize(new { errorDetail = new { message }, error = message }));

        var error = await FluentActions.Awaiting(() => PushAsync(null)).Should().ThrowAsync<ContainerKitException>();

        error.Which.Should().BeOfType(type);
        error.Which.Message.Should().StartWith("Could not push host:5000/app:1: ").And.Contain(message);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("name unknown: The repository with name 'app' does not exist in the registry with id '1234'")]
    [InlineData("error from registry: The repository with name 'app' does not exist in the registry with id '1234'")]
    [InlineData("unexpected status from POST request to https://host:5000/v2/app/blobs/uploads/: 404 Not Found")]
    public async Task A_push_to_a_missing_repository_reports_the_missing_repository(string message)
    {
        SetPushResponse(JsonSerializer.Serialize(new { errorDetail = new { message }, error = message }));

        await FluentActions.Awaiting(() => PushAsync(null)).Should().ThrowAsync<ImageTransferException>()
            .WithMessage("Could not push host:5000/app:1: host:5000 has no repository app*");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("s3cret")]
    [InlineData("?~>?~>?~>")]
    [InlineData("päss→wörd😀\"\\+/")]
    [InlineData("")]
    public async Task Credentials_are_sent_as_URL_safe_base64_of_JSON(string password)
    {
        await PushAsync(new RegistryCredential("alice", password));

        var auth = ReadAuth(Script.Requests[^1]);
        (auth.GetProperty("username").GetString(), auth.GetProperty("password").GetString(), auth.GetProperty("serveraddress").GetString())
            .Should().Be(("alice", password, "host:5000"));
    }

    [Fact(Timeout = 30_000)]
    public async Task Docker_Hub_credentials_use_the_index_server_address()
    {
        var options = new PullOptions { Policy = PullPolicy.Always, Credential = new RegistryCredential("alice", "x") };

        await Image.Pull("app", options).On(Engine).ExecuteAsync(Token);

        ReadAuth(Script.Requests[0]).GetProperty("serveraddress").GetString().Should().Be("https://index.docker.io/v1/");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_push_without_credentials_sends_an_empty_auth_object()
    {
        await PushAsync(null);

        ReadAuth(Script.Requests[^1]).EnumerateObject().Should().BeEmpty();
    }

    private static JsonElement ReadAuth(ScriptedRequest request)
    {
        var header = request.Headers["X-Registry-Auth"];
        header.Should().MatchRegex(UrlSafe());
        var json = Convert.FromBase64String(header.Replace('-', '+').Replace('_', '/'));
        return JsonDocument.Parse(Encoding.UTF8.GetString(json)).RootElement;
    }

    private void SetPushResponse(string line) => Script.On("POST /images/*/push", exchange => exchange.LinesAsync([.. _firstLines, line]));

    private Task<Image> PushAsync(RegistryCredential? credential)
    {
        var image = Image.Local("host:5000/app:1").On(Engine);
        return (credential is null ? image.Push() : image.Push(credential)).ExecuteAsync(Token);
    }

    [GeneratedRegex("^[A-Za-z0-9_-]+={0,2}$")]
    private static partial Regex UrlSafe();
}
