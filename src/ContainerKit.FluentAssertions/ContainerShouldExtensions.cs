using ContainerKit.Assertions;

namespace ContainerKit;

/// <summary>The entry points of the assertions for containers, images and process results.</summary>
public static class ContainerShouldExtensions
{
    /// <summary>
    /// Returns assertions on the state and the log of a container. They send requests to the engine, so they are
    /// awaited.
    /// </summary>
    /// <example><code>
    /// await container.Should().BeRunningAsync();
    /// </code></example>
    public static ContainerAssertions Should(this Container container) => new(container);

    /// <summary>Returns assertions on an image. They send requests to the engine, so they are awaited.</summary>
    public static ImageAssertions Should(this Image image) => new(image);

    /// <summary>Returns assertions on the exit code and the output of a process.</summary>
    /// <example><code>
    /// result.Should().Succeed().And.HaveOutput("PONG");
    /// </code></example>
    public static ProcessResultAssertions Should(this ProcessResult result) => new(result);
}
