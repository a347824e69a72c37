using ContainerKit.Assertions;

namespace ContainerKit;

/// <summary>Where assertions on what this library hands out begin.</summary>
public static class ContainerShouldExtensions
{
    /// <summary>What a container should be and do. The engine is asked, so the assertions are awaited.</summary>
    /// <example><code>
    /// await container.Should().BeRunningAsync();
    /// </code></example>
    public static ContainerAssertions Should(this Container container) => new(container);

    /// <summary>What an image should be. The engine is asked, so the assertions are awaited.</summary>
    public static ImageAssertions Should(this Image image) => new(image);

    /// <summary>How a process should have ended, and what it should have written.</summary>
    /// <example><code>
    /// result.Should().Succeed().And.HaveOutput("PONG");
    /// </code></example>
    public static ProcessResultAssertions Should(this ProcessResult result) => new(result);
}
