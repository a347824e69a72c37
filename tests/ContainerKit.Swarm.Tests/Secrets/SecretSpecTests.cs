namespace ContainerKit.Swarm.Tests.Secrets;

/// <summary>Descriptions that are refused without a request.</summary>
public sealed class SecretSpecTests
{
    [Fact]
    public void Invalid_names_contents_and_labels_are_refused_when_they_are_described()
    {
        foreach (var name in (string[])["", " ", "-a", "a-", "a b", "a/b", "a\n", new string('a', 65)])
            Throws(() => new SecretSpec(name, "x"));
        Throws(() => new SecretSpec("a", ""));
        Throws(() => new SecretSpec("a", new byte[(500 * 1024) + 1]));
        Throws(() => new ConfigSpec("a", ""));
        Throws(() => new ConfigSpec("a", "x") { Labels = new Dictionary<string, string> { ["containerkit.create"] = "1" } });
        new SecretSpec("a.b-c_D9", new byte[500 * 1024]).Name.Should().Be("a.b-c_D9");

        static void Throws(Func<object> create) => create.Should().Throw<ArgumentException>();
    }
}
