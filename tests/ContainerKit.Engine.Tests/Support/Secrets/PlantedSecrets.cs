using System.Security.Cryptography;

// In the parent namespace of its folder, so that the tests need no other using.
namespace ContainerKit.Engine.Tests.Support;

/// <summary>
/// The secrets that the tests pass to the library. Each occurs nowhere else, and <see cref="SecretWatch"/> fails the run
/// if it sees one of them where no secret may be. A test that expects a secret in an output uses another value.
/// </summary>
internal static class PlantedSecrets
{
    // A part that differs between runs, so that tests in another process at the same time are not blamed on this one.
    private static readonly string _run = Convert.ToHexString(RandomNumberGenerator.GetBytes(6));

    /// <summary>The value of an environment variable that each container of <see cref="EngineTest.Spec"/> has.</summary>
    public static string EnvironmentValue { get; } = Create("environment");

    /// <summary>The value of an environment variable of an exec.</summary>
    public static string ExecEnvironmentValue { get; } = Create("exec-environment");

    /// <summary>The value of a build argument.</summary>
    public static string BuildArgument { get; } = Create("build-argument");

    /// <summary>A password that no registry accepts.</summary>
    public static string WrongPassword { get; } = Create("wrong-password");

    /// <summary>The password of a database in a container.</summary>
    public static string DatabasePassword { get; } = Create("database-password");

    /// <summary>A password that the database does not accept.</summary>
    public static string WrongDatabasePassword { get; } = Create("wrong-database-password");

    /// <summary>A line that is typed into a terminal without echo, such as a new password.</summary>
    public static string TypedPassword { get; } = Create("typed-password");

    /// <summary>The value of a header of a request to a container.</summary>
    public static string HttpHeader { get; } = Create("http-header");

    /// <summary>The user information of an address.</summary>
    public static string UserInformation { get; } = Create("user-information");

    /// <summary>The password of a proxy in config.json.</summary>
    public static string ProxyPassword { get; } = Create("proxy-password");

    /// <summary>The standard input of an exec.</summary>
    public static string StandardInput { get; } = Create("standard-input");

    /// <summary>All secrets by their names, with the password of the test registries.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = FindAll();

    private static string Create(string name) => $"planted-{name}-{_run}";

    private static Dictionary<string, string> FindAll()
    {
        var secrets = typeof(PlantedSecrets).GetProperties()
            .Where(property => property.PropertyType == typeof(string))
            .ToDictionary(property => property.Name, property => (string)property.GetValue(null)!);
        // A short password of other registries than those of eng/up.sh could occur by chance.
        if (Environment.GetEnvironmentVariable("CONTAINERKIT_AUTH_PASSWORD") is { Length: >= 16 } password)
            secrets[nameof(TestRegistries) + "." + nameof(TestRegistries.Password)] = password;
        return secrets;
    }
}
