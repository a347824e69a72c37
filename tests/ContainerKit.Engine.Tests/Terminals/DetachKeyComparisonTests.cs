namespace ContainerKit.Engine.Tests.Terminals;

/// <summary>Detach keys: the library and <c>docker run --detach-keys</c> accept the same texts.</summary>
public sealed class DetachKeyComparisonTests : EngineTest
{
    private static readonly string[] _keys =
    [
        "ctrl-a", "ctrl-a,d", "ctrl-z", "a", "A", "1", "-", " ", "ctrl-@", "ctrl-[", @"ctrl-\", "ctrl-]", "ctrl-^", "ctrl-_", "DEL",
        "a,b,c,d", "ab", "ctrl-A", "Ctrl-a", "ctrl-?", "ctrl-1", "ctrl-", "ctrl-ab", ",", "a,", " a", "ctrl-a, d", "ä", "ctrl-ä",
        "del", "DEL,", "ctrl-`",
    ];

    [DockerFact(Timeout = 180_000)]
    public async Task Detach_keys_are_parsed_as_by_the_Docker_CLI()
    {
        // The engine checks the keys before it attaches.
        await using var container = await Image.Pull(Busybox).Create(Spec("true")).ExecuteAsync(Token);
        var differences = new List<string>();
        foreach (var keys in _keys)
        {
            var docker = (await DockerCli.TryAsync("start", "--attach", $"--detach-keys={keys}", container.Name)).Code == 0;
            foreach (var create in (Func<object>[])
                [() => new ConsoleOptions { DetachKeys = keys }, () => new AttachOptions { DetachKeys = keys }])
            {
                if (Record.Exception(create) is null != docker) differences.Add($"'{keys}': docker {(docker ? "accepts" : "refuses")} it");
            }
        }

        string.Join('\n', differences).Should().BeEmpty();
    }
}
