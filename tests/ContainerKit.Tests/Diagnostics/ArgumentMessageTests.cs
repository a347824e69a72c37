namespace ContainerKit.Tests.Diagnostics;

/// <summary>An invalid name may come from outside of the program, so its control characters are visible in the message.</summary>
public sealed class ArgumentMessageTests
{
    private const string Name = "a\e[2J\u009bb";

    public static TheoryData<Func<object>> Calls => new(
        () => ImageReference.Parse(Name),
        () => Container.Find(Name),
        () => Volume.Create(Name),
        () => new NetworkAttachment(Name),
        () => new NetworkAttachment("network") { Aliases = [Name] },
        () => (NetworkSubnet)Name,
        () => new PullOptions { Platform = Name });

    [Theory]
    [MemberData(nameof(Calls), DisableDiscoveryEnumeration = true)]
    public void Message_about_an_invalid_name_shows_its_control_characters(Func<object> call) =>
        call.Should().Throw<ArgumentException>().Which.Message.Should()
            .Contain(@"a\x1b[2J\u009bb").And.NotContainAny("\e", "\u009b");
}
