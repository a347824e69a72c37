// One level up from its folder: from anywhere in these tests, the name would else mean the library's room of that name.
namespace ContainerKit.Engine.Tests;

/// <summary>The registries that eng/up.sh brings up. A machine without them skips the tests that need one.</summary>
internal static class Registries
{
    /// <summary>Anyone may pull and push.</summary>
    public static string Open => Of("CONTAINERKIT_REGISTRY");

    /// <summary>It wants <see cref="Alice"/>.</summary>
    public static string Guarded => Of("CONTAINERKIT_AUTH_REGISTRY");

    /// <summary>It wants <see cref="Alice"/>, over TLS with an authority of its own that the engine trusts.</summary>
    public static string Tls => Of("CONTAINERKIT_TLS_REGISTRY");

    public static string Password => Of("CONTAINERKIT_AUTH_PASSWORD");

    public static RegistryCredential Alice => new(Of("CONTAINERKIT_AUTH_USER"), Password);

    private static string Of(string variable)
    {
        var value = Environment.GetEnvironmentVariable(variable);
        Assert.SkipWhen(string.IsNullOrEmpty(value), $"{variable} is not set: there is no such registry here. eng/up.sh brings one up.");
        return value!;
    }
}
