"""Sixth wave: labels committed before the reader was tried on any of these lines."""
from form import C, bot, d, known, m, user

P = "propose:mesures"
M = [
 m("yo", "saluer"), m("Bonsoir à toute l'équipe", "saluer", r="p"), m("cc c moi", "saluer"),
 m("nickel merci chef", "remercier_cloturer"), m("Je vous remercie, bonne fin de journée.", "remercier_cloturer", r="p"), m("ok jvé allé voir merci a+", "remercier_cloturer", act=P),
 # a situation told in order to get help
 m("slt jai 18ans jviens davoir mon bac jsui sur vernon jcherche un truc a faire", "demander_orientation", age=18, niveau_diplome="bac", commune=C("Vernon"), acc=["donner_info"]),
 m("Bonjour, j'ai 23 ans, je suis titulaire d'un BTS tourisme et sans emploi depuis octobre. J'habite Honfleur.", "demander_orientation", age=23, niveau_diplome="bac2", secteur=["tourisme"], statut="demandeur_emploi", duree_sans_emploi_mois=5, commune=C("Honfleur"), acc=["donner_info"]),
 m("16 ans viré du bahut en janvier, elbeuf, jveux bosser ds le btp", "demander_orientation", age=16, statut="neet", decrochage=True, duree_sans_emploi_mois=2, commune=C("Elbeuf"), souhait=["emploi"], secteur=["batiment"]),
 m("g 25 ans dans 3 semaines suis inscrite a pole emploi a bayeux ya quoi pr moi", "demander_orientation", age=24, inscrit_ft=True, statut="demandeur_emploi", commune=C("Bayeux")),
 m("Je termine mon contrat d'apprentissage de cuisinier en août à Deauville, j'ai 20 ans, après je fais quoi ?", "demander_orientation", statut="apprenti", secteur=["restauration"], commune=C("Deauville"), age=20),
 m("malienne 19 ans titre de séjour étudiant l1 eco au havre besoin d'un petit boulot", "demander_orientation", nationalite="hors_ue", age=19, titre_sejour="etudiant", statut="etudiant", commune=C("Le Havre"), souhait=["emploi"]),
 m("Mon fils aura 18 ans le mois prochain, il ne va plus en cours depuis la Toussaint et passe ses journées sur la console. Nous sommes à Lillebonne.", "demander_orientation", beneficiaire="enfant", age=17, decrochage=True, statut="neet", duree_sans_emploi_mois=4, commune=C("Lillebonne"), acc=["donner_info"]),
 m("ma meuf a 20 ans elle galere elle a que le brevet on vit chez ses parents a yvetot", "demander_orientation", beneficiaire="conjoint", age=20, niveau_diplome="brevet", logement="parents", commune=C("Yvetot"), acc=["donner_info"]),
 m("RQTH depuis 2024, 28 ans, j'ai travaillé en entrepôt, maintenant dos foutu, je cherche un bureau, Évreux", "demander_orientation", rqth="oui", age=28, commune=C("Évreux"), secteur=["administratif"], souhait=["emploi"], acc=["donner_info"]),
 m("hello im 24 from nigeria, living in caen with refugee status, looking for training in welding", "demander_orientation", lang="en", age=24, nationalite="hors_ue", commune=C("Caen"), titre_sejour="refugie", souhait=["formation"], secteur=["industrie"]),
 m("jeune majeur sortant ASE, 18 ans, CAP peintre non obtenu, Saint-Lô, sans hébergement à la fin du mois", "crise", r="p", age=18, ase=True, nie={"niveau_diplome": ["cap_bep"]}, secteur=["batiment"], commune=C("Saint-Lô"), cr=2, ty="sans_abri", tiers=True, acc=["demander_orientation"]),
 m("quelles solutions pour une maman de 22 ans, deux enfants, RSA, pas de mode de garde, L'Aigle ?", "demander_orientation", r="p", age=22, enfants=2, rsa=True, commune=C("L'Aigle")),
 m("profil : H, 26 ans, DELD, permis B sans véhicule, ancien intérimaire logistique, Val-de-Reuil", "demander_orientation", r="p", age=26, statut="demandeur_emploi", permis="oui", vehicule=False, secteur=["logistique_transport"], commune=C("Val-de-Reuil"), acc=["donner_info"]),
 m("pour un TH de 24 ans suivi ML à Avranches, que mobiliser", "demander_orientation", r="p", rqth="oui", age=24, suivi_ml=True, commune=C("Avranches")),
 m("étudiant en L2 de droit qui veut arrêter et travailler, 20 ans, Mont-Saint-Aignan, pistes ?", "demander_orientation", r="p", statut="etudiant", souhait=["emploi"], age=20, commune=C("Mont-Saint-Aignan")),
 m("Objet : demande\n\nMadame, Monsieur,\n\nJe m'appelle Inès, j'ai 21 ans et je vis à Pont-Audemer chez ma grand-mère. J'ai obtenu un bac pro ASSP en 2023. Depuis, j'ai enchaîné des remplacements en EHPAD, le dernier s'est terminé en janvier.\nJe voudrais entrer en école d'aide-soignante.\n\nCordialement,\nInès L.\n\nEnvoyé de mon iPhone", "demander_orientation", ch="email", age=21, commune=C("Pont-Audemer"), logement="heberge", niveau_diplome="bac", secteur=["sante"], souhait=["formation"], statut="demandeur_emploi", duree_sans_emploi_mois=2, acc=["donner_info"]),
 m("je sais pas koi faire de ma vie g 17 ans terminal stmg a louviers", "demander_orientation", age=17, statut="lyceen", commune=C("Louviers")),
 m("On est trois à chercher un stage de 2 semaines en mai, on est en seconde à Flers, 15 ans", "demander_orientation", souhait=["stage"], statut="lyceen", age=15),
 m("j'ai quitté la marine à 24 ans, maintenant j'en ai 25, je suis à Cherbourg et je veux devenir mécano", "demander_orientation", age=25, commune=C("Cherbourg-en-Cotentin"), secteur=["mecanique"], acc=["donner_info"]),
 m("28 ans papa d'une petite fille cdi à mi-temps chez leclerc fécamp je m'en sors pas", "demander_orientation", age=28, enfants=1, statut="salarie", secteur=["vente"], commune=C("Fécamp"), acc=["donner_info"]),
 m("pas de diplôme, pas de permis, casier. 22 ans. Gisors. Vous avez quelque chose ?", "demander_orientation", niveau_diplome="aucun", permis="non", justice=True, age=22, commune=C("Gisors")),
 m("et pour son frère qui a 16 ans ?", "demander_orientation", r="p", sit={"usager": {"age": 19}}, act=P, beneficiaire="autre", age=16),
 m("si je déménage à Rouen ça change quelque chose ?", "demander_orientation", sit={"moi": {"age": 20, "commune": C("Vire Normandie"), "departement": "14"}}, act=P, commune=C("Rouen"), hypothese=True, acc=["expliquer_resultat"]),
 m("ma nièce rentre du Canada, 23 ans, bachelor, elle sera à Granville en avril", "demander_orientation", beneficiaire="autre", age=23, niveau_diplome="bac3", commune=C("Granville"), acc=["donner_info"]),
 # measure and person
 m("service civique a 17 ans avec accord des parents c possible", "verifier_mesure", mesure=["SERVICE_CIVIQUE"], age=17),
 m("j'ai un CDD de 20h, je peux signer un CEJ quand même ?", "verifier_mesure", statut="salarie", mesure=["CEJ"]),
 m("epide avec un bac pro ils acceptent ?", "verifier_mesure", mesure=["EPIDE"], niveau_diplome="bac"),
 m("Mon fils de 15 ans peut-il signer un contrat d'apprentissage ?", "verifier_mesure", beneficiaire="enfant", age=15, mesure=["APPRENTISSAGE"]),
 m("PEC jeunes pour un BRSA de 27 ans ?", "verifier_mesure", r="p", mesure=["PEC_JEUNES"], rsa=True, age=27),
 m("emplois francs : l'adresse en QPV à Évreux suffit-elle si le jeune est suivi en ML ?", "verifier_mesure", r="p", mesure=["EMPLOIS_FRANCS"], qpv=True, commune=C("Évreux"), suivi_ml=True),
 m("jsuis demandeur d'asile jpeux faire l'e2c", "verifier_mesure", titre_sejour="demandeur_asile", mesure=["E2C"]),
 m("on peut cumuler le rsa et le service civique ?", "verifier_mesure", mesure=["RSA", "SERVICE_CIVIQUE"]),
 m("l'aide au permis pour une apprentie de 18 ans, j'y ai droit ?", "verifier_mesure", mesure=["AIDE_PERMIS"], statut="apprenti", age=18),
 m("un salarié d'ESAT de 29 ans relève-t-il du PACEA ?", "verifier_mesure", r="p", age=29, mesure=["PACEA"], statut="salarie"),
 m("à 16 ans la poe c'est bon ou pas", "verifier_mesure", age=16, mesure=["POE"]),
 # what a measure is
 m("c combien le cej par mois", "info_mesure", mesure=["CEJ"]), m("combien de temps dure un service civique", "info_mesure", mesure=["SERVICE_CIVIQUE"]), m("l'école de la 2e chance c'est comme le lycée ?", "info_mesure", mesure=["E2C"]), m("Quelles pièces pour un dossier Agefiph ?", "info_mesure", r="p", mesure=["AGEFIPH"]), m("cest koi la diff entre mission locale et france travail", "info_mesure", acc=["comparer_mesures"]), m("Durée maximale d'une PMSMP ?", "info_mesure", r="p", mesure=["PMSMP"]), m("ça veut dire quoi RQTH", "info_mesure"), m("smv on signe pour combien", "info_mesure", mesure=["SMV"]),
 m("plutot e2c ou epide pour moi", "comparer_mesures", mesure=["E2C", "EPIDE"]), m("AIJ vs CEJ : lequel pour un jeune autonome ?", "comparer_mesures", r="p", mesure=["AIJ", "CEJ"]), m("contrat pro ou apprentissage c koi le mieux payé", "comparer_mesures", mesure=["CONTRAT_PRO", "APPRENTISSAGE"]),
]
D = []
