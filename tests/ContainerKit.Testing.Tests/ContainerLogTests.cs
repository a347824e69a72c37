using ContainerKit.Testing.Execution;

namespace ContainerKit.Testing.Tests;

/// <summary>The logs of containers in the output of failed tests.</summary>
public sealed class ContainerLogTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [DockerFact]
    public async Task Log_shows_control_characters_as_escape_sequences()
    {
        await using var fixture = new ControlCharacterFixture();
        await fixture.StartAsync(Token);
        await fixture.Container.WaitAsync(Token);

        var log = (await ContainerLog.ReadAsync(fixture, DateTimeOffset.UnixEpoch)).Single();
        $"{log}{log.Text}".Should().Contain(@"\x1b[2J").And.NotContainAny("\e", "\u009b");
    }
}
