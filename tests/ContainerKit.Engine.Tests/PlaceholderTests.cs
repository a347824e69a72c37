namespace ContainerKit.Engine.Tests;

public sealed class PlaceholderTests
{
    [Fact]
    public void Nothing_yet() => true.Should().BeTrue();
}
