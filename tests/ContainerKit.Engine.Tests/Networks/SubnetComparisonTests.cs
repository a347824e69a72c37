namespace ContainerKit.Engine.Tests.Networks;

/// <summary>Subnets of networks: the library and <c>docker network create</c> accept the same texts.</summary>
public sealed class SubnetComparisonTests : EngineTest
{
    private const string Refused = "refused";

    /// <summary>The text, and whether the library refuses it on purpose although some engines accept it.</summary>
    private static readonly (string Text, bool IsStricter)[] _rows =
    [
        ("10.232.0.0/24", false), ("10.232.0.0", false), ("10.232.0.0/33", false), ("10.232.0.0/", false), ("10.232.0.0/24/1", false),
        ("10.232.0/24", false), ("010.232.0.0/24", false), ("0x0a.232.0.0/24", false), ("10.232.0.0/+24", false),
        (" 10.232.0.0/24", false), ("10.232.0.0/24 ", false), ("10.232.0.0/30", false), ("fd99:232::/64", false), ("FD99:232::/64", false),
        ("[fd99:232::]/64", false), ("fd99:232::%1/64", false), ("fd99:232::/129", false), ("fd99:232:/64", false), ("a", false),
        // Docker 20.10 accepts an address in the middle of a subnet, and Docker 26 refuses it.
        ("10.232.0.5/24", true), ("fd99:232::5/64", true),
    ];

    [DockerFact(Timeout = 120_000)]
    public async Task Subnets_are_parsed_as_by_the_Docker_CLI()
    {
        var differences = new List<string>();
        foreach (var (text, isStricter) in _rows)
        {
            var error = await CreateWithDockerAsync(text);
            var library = await CreateAsync(text);
            // Docker 26 names the subnet that the address belongs to.
            var isAddressInSubnet = error.Length == 0 || error.Contains("should be", StringComparison.Ordinal);
            var isExpected = isStricter ? library == Refused && isAddressInSubnet : (library == Refused) == (error.Length > 0);
            if (!isExpected) differences.Add($"'{text}': {library}, docker: {(error.Length > 0 ? error : "accepted")}");
        }

        string.Join('\n', differences).Should().BeEmpty();
    }

    // Returns the error of the Docker CLI; empty if it creates the network.
    private async Task<string> CreateWithDockerAsync(string text)
    {
        string[] arguments = text.Contains(':', StringComparison.Ordinal) ? ["--ipv6", "--subnet", "10.233.0.0/24"] : [];
        try
        {
            await DockerCli.GetOutputAsync(["network", "create", .. arguments, "--subnet", text, Unique("net")]);
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }

        await DockerCli.GetOutputAsync("network", "rm", Unique("net"));
        return "";
    }

    private async Task<string> CreateAsync(string text)
    {
        try
        {
            NetworkSubnet subnet = text;
            NetworkSubnet[] subnets = text.Contains(':', StringComparison.Ordinal) ? ["10.233.0.0/24", subnet] : [subnet];
            await using var network = await Network.Create(new NetworkSpec { Name = Unique("net"), Subnets = subnets }).ExecuteAsync(Token);
            return subnet.ToString();
        }
        catch (ArgumentException)
        {
            return Refused;
        }
    }
}
