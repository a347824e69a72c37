// In the parent namespace of its folder, since from the tests this name would otherwise refer to the namespace
// ContainerKit.Registries.
namespace ContainerKit.Engine.Tests;

/// <summary>The registries that eng/up.sh starts. Tests that need a missing registry are skipped.</summary>
internal static class TestRegistries
{
    /// <summary>The address of a registry without authentication.</summary>
    public static string Open => GetVariable("CONTAINERKIT_REGISTRY");

    /// <summary>The address of a registry that requires <see cref="Alice"/>.</summary>
    public static string Guarded => GetVariable("CONTAINERKIT_AUTH_REGISTRY");

    /// <summary>
    /// The address of a TLS registry that requires <see cref="Alice"/>. The engine trusts its certificate authority.
    /// </summary>
    public static string Tls => GetVariable("CONTAINERKIT_TLS_REGISTRY");

    /// <summary>The password of <see cref="Alice"/>.</summary>
    public static string Password => GetVariable("CONTAINERKIT_AUTH_PASSWORD");

    /// <summary>The user of the registries with authentication.</summary>
    public static RegistryCredential Alice => new(GetVariable("CONTAINERKIT_AUTH_USER"), Password);

    private static string GetVariable(string variable)
    {
        var value = Environment.GetEnvironmentVariable(variable);
        Assert.SkipWhen(string.IsNullOrEmpty(value),
            $"{variable} is not set, so this test has no registry. eng/up.sh starts one.");
        return value!;
    }
}
