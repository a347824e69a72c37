namespace ContainerKit.Engine.Tests.Images;

/// <summary>Names of images: the library and <c>docker tag</c> accept the same texts, and give the image the same tag.</summary>
public sealed class TagComparisonTests : EngineTest
{
    [DockerFact(Timeout = 180_000)]
    public async Task Image_names_are_parsed_as_by_the_Docker_CLI()
    {
        var name = Unique("tag");
        string[] texts =
        [
            name, $"{name}:1", $"{name}:A.b_c-d", $"{name}:", $"{name}:a b", $"{name}:.a", $"{name}:-a", $"{name}:{new string('t', 128)}",
            $"{name}:{new string('t', 129)}", $"UPPER/{name}", $"{name}/UPPER", $"a/{name}", $"a//{name}", $"/{name}",
                $"{name}/", $"-{name}", $"{name}-",
            $"{name}--x", $"{name}__x", $"{name}___x", $"{name}..x", $"{name}._x", $"{name}.x", $"größe/{name}", $" {name}",
                $"{name} ", $"localhost/{name}",
            $"localhost:5000/{name}", $"LOCALHOST:5000/{name}", $"example.org/{name}", $"example.org:99999/{name}",
                $"example.org:/{name}", $"Example.org/{name}",
            $"[::1]:5000/{name}", $"docker.io/{name}", $"index.docker.io/{name}", $"docker.io/library/{name}",
                $"library/{name}", $"example.org/a/b/c/{name}:1",
            $"{name}@sha256:{new string('0', 64)}", $"{name}:1@sha256:{new string('0', 64)}", new string('a', 64), "", ":",
                "a:b:c", $"http://{name}",
            $"-a.org/{name}",
        ];
        var differences = new List<string>();
        foreach (var text in texts)
        {
            await DockerCli.TryAsync("tag", Busybox, text);
            var docker = await TakeTagsAsync();
            try
            {
                await Image.Pull(Busybox).Tag(text).ExecuteAsync(Token);
            }
            catch (Exception e) when (e is ArgumentException or EngineApiException)
            {
                // The text is not a name, by the rules of the library or of this engine.
            }

            var library = await TakeTagsAsync();
            if (docker != library) differences.Add($"'{text}': '{library}', with docker '{docker}'");
        }

        string.Join('\n', differences).Should().BeEmpty();
    }

    // A tag that is not this test's would not have been made, because the texts without the name are not valid.
    private async Task<string> TakeTagsAsync()
    {
        var tags = await ImagesAsync();
        foreach (var tag in tags) await DockerCli.TryAsync("rmi", tag);
        return string.Join(' ', tags);
    }
}
