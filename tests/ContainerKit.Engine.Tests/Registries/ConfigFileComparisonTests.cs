using System.Text;
using System.Text.Json;

namespace ContainerKit.Engine.Tests.RegistryTests;

/// <summary>
/// Files <c>config.json</c>, read by the library and by <c>docker pull</c>. Both send the same credentials to the engine, or both
/// send none.
/// </summary>
public sealed class ConfigFileComparisonTests : EngineTest, IDisposable
{
    private const string None = "none";
    private const string Refused = "refused";

    private readonly TemporaryFolder _docker = new();

    private static string Host => TestRegistries.Guarded;

    [DockerFact]
    public async Task Config_files_give_the_same_credentials_as_with_the_Docker_CLI()
    {
        Assert.SkipUnless(DockerCli.IsInstalled, "The Docker CLI, which this test compares with, is not installed.");
        // The engine would only reject the pulls, and with some errors the Docker CLI asks for a login.
        await using var proxy = await EngineProxy.StartAsync(rejectsPulls: true);
        using var variables = new EnvironmentScope(
            ("DOCKER_CONFIG", _docker.Path), ("DOCKER_AUTH_CONFIG", null), ("DOCKER_HOST", null), ("DOCKER_CONTEXT", null),
            ("PATH", _docker.Path + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH")));
        AddHelper("ck-good", """{"ServerURL":"x","Username":"helper","Secret":"hp"}""", exitCode: 0);
        AddHelper("ck-token", """{"ServerURL":"x","Username":"<token>","Secret":"ht"}""", exitCode: 0);
        AddHelper("ck-missing", "credentials not found in native keychain", exitCode: 1);
        AddHelper("ck-broken", "locked", exitCode: 1);
        AddHelper("ck-garbage", "garbage", exitCode: 0);

        var differences = new List<string>();
        foreach (var (config, image, except) in Rows())
        {
            await File.WriteAllBytesAsync(_docker.At("config.json"), config, Token);
            var docker = await SendWithDockerAsync(proxy, image);
            var library = await SendWithLibraryAsync(proxy, image);
            if (library != (except ?? docker) || (except is not null && docker == library))
            {
                differences.Add($"{Encoding.UTF8.GetString(config)} for {image}: '{library}', with docker '{docker}', "
                    + $"expected '{except ?? docker}'");
            }
        }

        string.Join('\n', differences).Should().BeEmpty();
    }

    void IDisposable.Dispose() => _docker.Dispose();

    // The content of the file, the image, and the result of the library where it differs from the Docker CLI on purpose.
    private static IEnumerable<(byte[] Config, string Image, string? Except)> Rows()
    {
        var image = $"{Host}/ck-none:1";
        var port = Host[Host.IndexOf(':', StringComparison.Ordinal)..];

        // Kinds of entries.
        foreach (var entry in (string[])
        [
            Auth("u:p"), Auth("u:"), Auth("u:p:q"), Auth("u:p\0\0"), Auth("größe:päß"),
            """ "username": "u", "password": "p" """, """ "username": "u" """, """ "identitytoken": "t" """, """ "registrytoken": "r" """,
            Auth("u:p") + """, "username": "x", "password": "y" """,
            Auth("u:p") + """, "email": "e", "future": {"a": [1]} """, """ "AUTH": "dTpw" """, """ "auth": "" """, """ "auth": null """, "",
        ]) yield return (Entry(Host, entry), image, null);

        // A password without a user is of no use for a registry.
        yield return (Entry(Host, """ "password": "p" """), image, None);
        // Engines use only the token if there is one, so the password is not sent.
        yield return (Entry(Host, Auth("u:p") + """, "identitytoken": "t" """), image, "identitytoken=t");
        yield return (Entry(Host, Auth("u:p") + """, "registrytoken": "r" """), image, "registrytoken=r");

        // Keys of the registry.
        foreach (var key in (string[])
        [
            $"https://{Host}", $"http://{Host}", $"https://{Host}/", $"https://{Host}/v1/", $"https://{Host}/v2/",
            $"{Host}/", $"{Host}/v1", $"{Host}/ck-none", Host.Split(':')[0], $"localhost{port}", Host.ToUpperInvariant(), $" {Host}", "",
        ]) yield return (Entry(key, Auth("u:p")), image, null);
        yield return (Bytes($$"""{"auths": {"https://{{Host}}": { {{Auth("a:b")}} }, "{{Host}}": { {{Auth("c:d")}} } } }"""), image, null);
        yield return (Bytes($$"""{"auths": {"{{Host}}": { {{Auth("a:b")}} }, "{{Host}}": { {{Auth("c:d")}} } } }"""), image, null);
        yield return (Bytes($$"""{"auths": {"{{Host}}": { {{Auth("a:b")}} } }, "auths": {"other": { {{Auth("c:d")}} } } }"""), image, null);
        yield return (Bytes($$"""{"Auths": {"{{Host}}": { {{Auth("a:b")}} } } }"""), image, null);

        // Docker Hub. The library also takes the keys that other tools write.
        yield return (Entry("https://index.docker.io/v1/", Auth("u:p")), "docker.io/ck/none:1", null);
        foreach (var key in (string[])
        [
            "index.docker.io", "docker.io", "https://docker.io", "registry-1.docker.io", "https://index.docker.io/v1",
        ])
        {
            yield return (Entry(key, Auth("u:p")), "docker.io/ck/none:1", "password=p, username=u");
        }

        // Helpers.
        foreach (var helpers in (string[])
        [
            """ "credsStore": "ck-good" """, """ "credsStore": "ck-token" """, """ "credsStore": "ck-missing" """, """ "credsStore": "" """,
            """ "credsStore": "ck-nosuch" """, """ "credsStore": "ck-broken" """, $$""" "credHelpers": {"{{Host}}": "ck-good"} """,
            $$""" "credHelpers": {"{{Host.Split(':')[0]}}": "ck-good"} """,
            $$""" "credHelpers": {"other:1": "ck-good"}, "credsStore": "ck-token" """,
            $$""" "credHelpers": {"{{Host}}": "ck-good"}, "credsStore": "ck-token" """,
            $$""" "credHelpers": {"{{Host}}": ""}, "credsStore": "ck-good" """,
        ])
        {
            yield return (Bytes($$"""{ {{helpers}} }"""), image, null);
            yield return (Bytes($$"""{ {{helpers}}, "auths": {"{{Host}}": { {{Auth("u:p")}} } } }"""), image, null);
        }

        // Other members of the file, and files that are no objects.
        foreach (var members in (string[])
        [
            """ "HttpHeaders": {"X-A": "b"} """, """ "proxies": {"default": {"httpProxy": "http://u:p@h:1"}} """,
            """ "currentContext": "default" """,
            """ "currentContext": "" """, """ "future": [1, {"a": null}] """, """ "credsStore": null """, """ "credHelpers": null """,
            """ "detachKeys": "ctrl-x" """,
        ]) yield return (Bytes($$"""{ {{members}}, "auths": {"{{Host}}": { {{Auth("u:p")}} } } }"""), image, null);
        foreach (var text in (string[])
        [
            "{}", "null", """{"auths": null}""", """{"auths": {}}""", " {} ", "{}\n\n", "{} x", "", " \n", "{", "[]", "5", "x",
        ])
            yield return (Bytes(text), image, null);

        // A defect that makes the Docker CLI ignore the whole file.
        var valid = $"\"{Host}\": {{ {Auth("u:p")} }}";
        foreach (var text in (string[])
        [
            $$"""{"auths": { {{valid}}, "other": [] } }""", $$"""{"auths": { {{valid}}, "other": { "auth": 5 } } }""",
            $$"""{"auths": { {{valid}} }, "credHelpers": [] }""", $$"""{"auths": { {{valid}} }, "credsStore": 5 }""",
            $$"""{"auths": { {{valid}} }, "proxies": "x" }""", "\uFEFF" + $$"""{"auths": { {{valid}} } }""",
        ]) yield return (Bytes(text), image, "password=p, username=u");

        // An entry that cannot be decoded. The Docker CLI sends it as it is, and the engine then is anonymous too.
        // Such an entry beside a valid one is not in the table: the Docker CLI reads the entries in random order, up to that one.
        foreach (var auth in (string[])["***", "dQ==", "OnA="]) yield return (Entry(Host, $"\"auth\": \"{auth}\""), image, None);

        foreach (var entry in (string[])[""" "auth": 5 """, """ "username": [] """]) yield return (Entry(Host, entry), image, null);
        foreach (var text in (string[])["""{"auths": []}""", $$"""{"auths": {"{{Host}}": null} }""", $$"""{"auths": {"{{Host}}": "x"} }"""])
            yield return (Bytes(text), image, null);
    }

    private static byte[] Entry(string key, string entry) => Bytes($$"""{"auths": {"{{key}}": { {{entry}} } } }""");

    private static string Auth(string userAndPassword) =>
        $"\"auth\": \"{Convert.ToBase64String(Encoding.UTF8.GetBytes(userAndPassword))}\"";

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static async Task<string> SendWithDockerAsync(EngineProxy proxy, string image)
    {
        var before = proxy.RegistryAuths.Count;
        var (code, output) = await DockerCli.TryAsync("--host", proxy.Options.Endpoint!.OriginalString, "pull", image);
        code.Should().NotBe(0, output);
        return Describe(proxy.RegistryAuths.Skip(before).ToList());
    }

    private static async Task<string> SendWithLibraryAsync(EngineProxy proxy, string image)
    {
        var before = proxy.RegistryAuths.Count;
        await using var engine = new DockerEngine(proxy.Options);
        await FluentActions.Awaiting(() => Image.Pull(image).On(engine).ExecuteAsync(Token)).Should().ThrowAsync<ContainerKitException>();
        return Describe(proxy.RegistryAuths.Skip(before).ToList());
    }

    private static string Describe(List<string?> headers)
    {
        if (headers is not [var header]) return headers.Count == 0 ? Refused : $"{headers.Count} pulls";
        if (header is null) return None;
        var base64 = header.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        using var json = JsonDocument.Parse(Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '=')));
        var members = json.RootElement.EnumerateObject()
            .Where(member => member.Name is not ("serveraddress" or "email") && member.Value.ToString().Length > 0)
            .OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => $"{member.Name}={member.Value}").ToList();
        return members.Count == 0 ? None : string.Join(", ", members);
    }

    private void AddHelper(string name, string output, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The credential helpers of this test are shell scripts.");
        _docker.With($"docker-credential-{name}", $"#!/bin/sh\ncat > /dev/null\necho '{output}'\nexit {exitCode}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_docker.At($"docker-credential-{name}"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
